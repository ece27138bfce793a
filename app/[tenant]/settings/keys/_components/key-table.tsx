import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { SCOPES } from '#lib/access/permissions.ts';
import { SCOPE_WORDS } from '#lib/access/role-words.ts';
import styles from '../../settings.module.css';

/** A key as the screen is given it; instants are ISO texts. */
export type KeyLine = {
  id: string;
  name: string;
  prefix: string;
  source: string;
  sourceName: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

type KeyTableProps = { keys: KeyLine[]; formats: Formats; onRevoke: (key: KeyLine) => void };

/** The keys, those in use before the revoked ones. */
export function KeyTable({ keys, formats, onRevoke }: KeyTableProps) {
  if (keys.length === 0) {
    return <p className={styles.empty}>There is no key yet. Make one for the first job that is to report.</p>;
  }
  const sorted = [...keys.filter(({ revokedAt }) => revokedAt === null), ...keys.filter(({ revokedAt }) => revokedAt)];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Source</th>
          <th scope="col">Scopes</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">
            <span className="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((key) => (
          <tr key={key.id} data-is-over={key.revokedAt !== null}>
            <td>
              <span className={styles.name}>{key.name}</span>
              <code className={styles.code}>tieout_{key.prefix}_…</code>
            </td>
            <td data-label="Source">
              {key.sourceName} <span className={styles.nothing}>{key.source}</span>
            </td>
            <td data-label="Scopes">
              <span className={styles.scopes}>
                {SCOPES.filter((scope) => key.scopes.includes(scope)).map((scope) => (
                  <span key={scope} title={scope}>
                    {SCOPE_WORDS[scope].label}
                  </span>
                ))}
              </span>
            </td>
            <td data-label="Made">
              <DateTime instant={key.createdAt} formats={formats} />
            </td>
            <td data-label="Last used">
              {key.lastUsedAt === null ? (
                <span className={styles.nothing}>never</span>
              ) : (
                <DateTime instant={key.lastUsedAt} formats={formats} />
              )}
            </td>
            <td>
              {key.revokedAt === null ? (
                <Button
                  kind="quiet"
                  className={styles.act}
                  aria-label={`Revoke the key ${key.name}`}
                  onClick={() => onRevoke(key)}
                >
                  Revoke
                </Button>
              ) : (
                <>
                  Revoked <DateTime instant={key.revokedAt} formats={formats} />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
