import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { LinkReport, ListedConnection } from '#lib/connections/connection-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { actedOf } from '../acted-connection.ts';
import { ENVIRONMENT_MARK, standingOf } from '../connect-words.ts';
import styles from '../connections.module.css';
import { ConnectionActs } from './connection-acts.tsx';
import { LedgerMark } from './ledger-mark.tsx';

type ConnectionTableProps = { tenant: string; connections: ListedConnection[]; canManage: boolean; formats: Formats };

/** Every connection: whose it is, how it stands, until when, and what sync jobs say of their own links. */
export function ConnectionTable({ tenant, connections, canManage, formats }: ConnectionTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Company</th>
          <th scope="col">Tieout’s link</th>
          <th scope="col">Ends</th>
          <th scope="col">The sync jobs’ links</th>
          {canManage ? (
            <th scope="col">
              <span className="visually-hidden">Acts</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {connections.map((connection) => (
          <tr key={connection.id}>
            <td>
              <CompanyCell tenant={tenant} connection={connection} />
            </td>
            <td data-label="Tieout’s link">
              <StandingCell connection={connection} formats={formats} />
            </td>
            <td data-label="Ends" data-is-empty={connection.refreshEndsAt === null}>
              <EndCell connection={connection} formats={formats} />
            </td>
            <td data-label="The sync jobs’ links">
              <ReportsCell reports={connection.reports} formats={formats} />
            </td>
            {canManage ? (
              <td>
                <ConnectionActs tenant={tenant} connection={actedOf(connection)} formats={formats} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CompanyCell({ tenant, connection }: { tenant: string; connection: ListedConnection }) {
  const { id, ledger, environment, companyId, companyName, country, homeCurrency, plan } = connection;
  const facts = [country, homeCurrency, plan].filter((fact) => fact !== null);
  const mark = ENVIRONMENT_MARK[environment];
  return (
    <div className={styles.company}>
      <LedgerMark ledger={ledger} />
      <div>
        <span className={styles.names}>
          <SoftLink className={styles.name} href={`/${tenant}/connections/${id}`}>
            {companyName}
          </SoftLink>
          {mark === null ? null : <span className={styles.environment}>{mark}</span>}
        </span>
        <span className={styles.aside}>
          {LEDGER_WORDS[ledger].name}
          {facts.length === 0 ? null : ` · ${facts.join(' · ')}`}
        </span>
        {companyName === companyId ? null : <span className={styles.aside}>{companyId}</span>}
      </div>
    </div>
  );
}

function StandingCell({ connection, formats }: { connection: ListedConnection; formats: Formats }) {
  const { status, statusSince, statusReason, connectedByName, endsWhenClearAt, hasOpenOutage } = connection;
  const { label, icon, tone } = standingOf(connection);
  return (
    <>
      <span className={styles.standing} data-tone={tone}>
        <Icon name={icon} />
        {label}
      </span>
      <span className={styles.aside}>
        {status === 'not_connected' ? 'Named by records or reports' : 'since '}
        {status === 'not_connected' ? null : <DateTime instant={statusSince} formats={formats} />}
        {status === 'connected' && connectedByName !== null ? `, by ${connectedByName}` : null}
      </span>
      {statusReason === null ? null : <span className={styles.aside}>{statusReason}</span>}
      {endsWhenClearAt === null ? null : (
        <span className={styles.aside}>
          asked for <DateTime instant={endsWhenClearAt} formats={formats} />
        </span>
      )}
      {status === 'connected' && hasOpenOutage ? (
        <span className={styles.standing} data-tone="bad">
          <Icon name="failed" />
          Something does not work
        </span>
      ) : null}
    </>
  );
}

function EndCell({ connection, formats }: { connection: ListedConnection; formats: Formats }) {
  const { refreshEndsAt, hardEndsAt } = connection;
  if (refreshEndsAt === null) return <span className={styles.quiet}>–</span>;
  return (
    <>
      <DateTime instant={refreshEndsAt} formats={formats} />
      <span className={styles.aside}>moves on with each use</span>
      {hardEndsAt === null ? null : (
        <span className={styles.aside}>
          for good <DateTime instant={hardEndsAt} formats={formats} />
        </span>
      )}
    </>
  );
}

function ReportsCell({ reports, formats }: { reports: LinkReport[]; formats: Formats }) {
  if (reports.length === 0) return <span className={styles.quiet}>Not known: no job reports its link</span>;
  return (
    <ul className={styles.reports}>
      {reports.map(({ source, sourceName, state, message, checkedAt }) => (
        <li key={source}>
          <span className={styles.standing} data-tone={state === 'ok' ? 'good' : 'bad'}>
            <Icon name={state === 'ok' ? 'complete' : 'failed'} />
            {sourceName} {state === 'ok' ? 'works' : 'is broken'}
          </span>
          <span className={styles.aside}>
            <DateTime instant={checkedAt} formats={formats} />
          </span>
          {message === null ? null : <span className={styles.message}>{message}</span>}
        </li>
      ))}
    </ul>
  );
}
