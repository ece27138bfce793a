import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Hook } from '#lib/hooks/hook-contract.ts';
import styles from '../../settings.module.css';
import type { PresetChoice } from '../preset-choices.ts';
import own from './hooks.module.css';

type HookTableProps = {
  tenant: string;
  hooks: Hook[];
  presets: PresetChoice[];
  formats: Formats;
  onAct: (act: 'rename' | 'address' | 'revoke', hook: Hook) => void;
};

/** The hooks, those in use before the revoked ones. */
export function HookTable({ tenant, hooks, presets, formats, onAct }: HookTableProps) {
  if (hooks.length === 0) {
    return (
      <p className={styles.empty}>There is no hook yet. Make one for the first Zap or scenario that is to report.</p>
    );
  }
  const sorted = [
    ...hooks.filter(({ revokedAt }) => revokedAt === null),
    ...hooks.filter(({ revokedAt }) => revokedAt),
  ];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Hook</th>
          <th scope="col">Source</th>
          <th scope="col">Read as</th>
          <th scope="col">Last received</th>
          <th scope="col">Waiting</th>
          <th scope="col">
            <span className="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((hook) => (
          <tr key={hook.id} data-is-over={hook.revokedAt !== null} className={own.row}>
            <td>
              <span className={styles.name}>{hook.name}</span>
              <code className={styles.code}>…{hook.secretHint}</code>
            </td>
            <td data-label="Source">
              {hook.sourceName} <span className={styles.nothing}>{hook.source}</span>
            </td>
            <td data-label="Read as">
              {presets.find(({ value }) => value === (hook.preset ?? ''))?.label}
              {hook.mapping === null ? null : <span className={styles.nothing}> with own fields</span>}
            </td>
            <td data-label="Last received">
              {hook.lastReceivedAt === null ? (
                <span className={styles.nothing}>nothing yet</span>
              ) : (
                <DateTime instant={hook.lastReceivedAt} formats={formats} />
              )}
            </td>
            <td data-label="Waiting">
              {hook.waiting === 0 ? (
                <span className={styles.nothing}>0</span>
              ) : (
                <SoftLink href={`/${tenant}/inbox?show=payloads&source=${hook.source}`}>
                  {formatCount(hook.waiting, formats.locale)}
                </SoftLink>
              )}
            </td>
            <td>
              <div className={own.acts}>
                <SoftLink href={`/${tenant}/settings/hooks/${hook.id}`} aria-label={`Mapping of ${hook.name}`}>
                  Mapping
                </SoftLink>
                {hook.revokedAt === null ? (
                  <>
                    <Button kind="quiet" aria-label={`Rename ${hook.name}`} onClick={() => onAct('rename', hook)}>
                      Rename
                    </Button>
                    <Button
                      kind="quiet"
                      aria-label={`New address for ${hook.name}`}
                      onClick={() => onAct('address', hook)}
                    >
                      New address
                    </Button>
                    <Button kind="quiet" aria-label={`Revoke ${hook.name}`} onClick={() => onAct('revoke', hook)}>
                      Revoke
                    </Button>
                  </>
                ) : (
                  <span>
                    Revoked <DateTime instant={hook.revokedAt} formats={formats} />
                  </span>
                )}
              </div>
              {hook.previousUntil === null ? null : (
                <p className={styles.nothing}>
                  Former address good until <DateTime instant={hook.previousUntil} formats={formats} />
                </p>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
