import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { MessageFigure } from '#lib/overview/overview-contract.ts';
import { KIND_LABEL, KINDS } from '#lib/records/kinds.ts';
import styles from './overview.module.css';
import type { OverviewLinks } from './overview-links.ts';

type TopMessagesProps = { messages: MessageFigure[]; messageCount: number; links: OverviewLinks; locale: string };

/** What the ledgers said most often of the period's failed documents, in their own words. */
export function TopMessages({ messages, messageCount, links, locale }: TopMessagesProps) {
  if (messages.length === 0) return <p className={styles.quiet}>There is no message to show.</p>;
  const shown = messages.filter(({ id }) => id !== null).length;
  return (
    <>
      <ol className={styles.messages}>
        {messages.map(({ id, message, total, kinds }) => (
          <li key={id}>
            <p className={styles.message}>{message ?? 'The job reported no message'}</p>
            <p className={styles.parts}>
              {KINDS.filter((kind) => kinds[kind].count > 0).map((kind) => (
                <SoftLink key={kind} href={links.message(kind, id)}>
                  {formatCount(kinds[kind].count, locale)}{' '}
                  {KIND_LABEL[kind][kinds[kind].count === 1 ? 'one' : 'many'].toLowerCase()}
                </SoftLink>
              ))}
              <span className={styles.quiet}>
                {total.money
                  .filter(({ currency }) => currency !== null)
                  .map(({ currency, amount }) => `${formatAmount(amount, currency, locale)} ${currency}`)
                  .join(', ')}
              </span>
            </p>
          </li>
        ))}
      </ol>
      {messageCount > shown ? (
        <p className={styles.quiet}>{formatCount(messageCount - shown, locale)} other messages are less frequent.</p>
      ) : null}
    </>
  );
}
