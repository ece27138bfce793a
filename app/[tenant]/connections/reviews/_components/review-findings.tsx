import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { Icon, type IconName } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { KIND_LABEL, STATUS_LABEL, TAB_OF_KIND } from '#lib/records/kinds.ts';
import type { ReviewCheck, ReviewConnection, ReviewResult } from '#lib/reviews/review-contract.ts';
import styles from './reviews.module.css';

type ReviewFindingsProps = { tenant: string; result: ReviewResult; formats: Formats; isSigned: boolean };

const STATES: Record<ReviewCheck['state'], { icon: IconName; tone: string; word: string }> = {
  ok: { icon: 'complete', tone: 'good', word: 'Fine' },
  warning: { icon: 'pending', tone: 'waiting', word: 'Warning' },
  broken: { icon: 'failed', tone: 'bad', word: 'Broken' },
  not_checked: { icon: 'excluded', tone: 'quiet', word: 'Not checked' },
  not_known: { icon: 'excluded', tone: 'quiet', word: 'Not known' },
};

const CONNECTION_WORDS: Record<string, string> = {
  connected: 'Connected',
  lost: 'Lost',
  disconnected: 'Disconnected',
};

/** What a health check shows: what is blocked, the open problems, and each connection's checks. */
export function ReviewFindings({ tenant, result, formats, isSigned }: ReviewFindingsProps) {
  const { figures, connections, at } = result;
  return (
    <>
      <p className={styles.aside}>
        {isSigned ? 'As it was on ' : 'As it is on '}
        <DateTime instant={at} formats={formats} />.
      </p>
      <section className={styles.part} aria-labelledby="blocked-title">
        <h2 id="blocked-title" className={styles.subtitle}>
          Not in the ledger yet
        </h2>
        {figures.blocked.length === 0 ? (
          <p>Every record is in the ledger.</p>
        ) : (
          <>
            <p className={styles.money}>
              {figures.blocked.map(({ currency, amount, count }) => (
                <span key={currency}>
                  <Money amount={amount} currency={currency} locale={formats.locale} />{' '}
                  <span className={styles.aside}>in {formatCount(count, formats.locale)} records</span>
                </span>
              ))}
            </p>
            <ul className={styles.plain}>
              {figures.open.map(({ kind, status, count, oldestAt }) => (
                <li key={`${kind} ${status}`}>
                  <SoftLink href={`/${tenant}/history/${TAB_OF_KIND[kind]}?status=${status}&from=any`}>
                    {formatCount(count, formats.locale)} {KIND_LABEL[kind].many.toLowerCase()},{' '}
                    {STATUS_LABEL[status].toLowerCase()}
                  </SoftLink>
                  {oldestAt === null ? null : (
                    <span className={styles.aside}>
                      {' '}
                      the oldest since <DateTime instant={oldestAt} formats={formats} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        <p>
          {figures.inbox.count === 0
            ? 'The inbox is empty.'
            : `${formatCount(figures.inbox.count, formats.locale, figures.inbox.isExact)} in the inbox.`}
        </p>
      </section>
      <section className={styles.part} aria-labelledby="problems-title">
        <h2 id="problems-title" className={styles.subtitle}>
          Open problems
        </h2>
        {figures.problems.length === 0 ? (
          <p>None is known.</p>
        ) : (
          <ul className={styles.plain}>
            {figures.problems.map(({ title, openedAt }) => (
              <li key={`${title} ${openedAt}`}>
                {title}
                <span className={styles.aside}>
                  {' '}
                  since <DateTime instant={openedAt} formats={formats} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {connections.length === 0 ? (
        <section className={styles.part} aria-labelledby="none-title">
          <h2 id="none-title" className={styles.subtitle}>
            Connections
          </h2>
          <p>No ledger is connected, so nothing of it was checked.</p>
        </section>
      ) : (
        connections.map((connection) => (
          <Connection key={connection.id ?? 'business'} connection={connection} formats={formats} />
        ))
      )}
    </>
  );
}

function Connection({ connection, formats }: { connection: ReviewConnection; formats: Formats }) {
  const { id, companyName, status, checks } = connection;
  const title = companyName ?? 'By what sync jobs report';
  return (
    <section className={styles.part} aria-label={title}>
      <h2 className={styles.subtitle}>
        {title}
        {id === null ? null : <span className={styles.aside}> {CONNECTION_WORDS[status ?? ''] ?? status}</span>}
      </h2>
      {checks.length === 0 ? (
        <p>Not checked in the last seven days.</p>
      ) : (
        <ul className={styles.checks}>
          {checks.map((check) => {
            const { icon, tone, word } = STATES[check.state];
            return (
              <li key={`${check.check} ${check.subject}`} className={styles.check}>
                <span className={styles.standing} data-tone={tone}>
                  <Icon name={icon} /> {word}
                </span>
                <div>
                  <p>{check.sentence}</p>
                  {check.remedy === null ? null : <p className={styles.aside}>{check.remedy}</p>}
                  <p className={styles.aside}>
                    <DateTime instant={check.at} formats={formats} />
                  </p>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
