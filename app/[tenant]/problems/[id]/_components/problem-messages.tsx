import { CopyButton } from '#components/sync/error-message.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { ProblemMessage, ProblemPage } from '#lib/problems/problem-contract.ts';
import styles from '../problem.module.css';

/** So many stand open; the others are unfolded. */
const FIRST = 5;

/** The exact messages behind a problem, never rewritten, the most frequent first. */
export function ProblemMessages({ problem, locale }: { problem: ProblemPage; locale: string }) {
  const { messages, furtherMessages } = problem;
  if (messages.length === 0) return <p className={styles.quiet}>No record has a message of it now.</p>;
  const [first, rest] = [messages.slice(0, FIRST), messages.slice(FIRST)];
  return (
    <>
      <MessageList messages={first} locale={locale} />
      {rest.length === 0 ? null : (
        <details className={styles.more}>
          <summary>
            {rest.length === 1 ? '1 other message' : `${formatCount(rest.length, locale)} other messages`}
          </summary>
          <MessageList messages={rest} locale={locale} />
        </details>
      )}
      {furtherMessages === 0 ? null : (
        <p className={styles.quiet}>
          {formatCount(furtherMessages, locale)} other {furtherMessages === 1 ? 'message is' : 'messages are'} of fewer
          records.
        </p>
      )}
    </>
  );
}

function MessageList({ messages, locale }: { messages: readonly ProblemMessage[]; locale: string }) {
  return (
    <ol className={styles.messages}>
      {messages.map((message) => (
        <li key={`${message.messageId} ${message.errorCode ?? ''}`}>
          <p className={styles.message}>{message.message}</p>
          <p className={styles.messageFoot}>
            <strong>{countWords(message, locale)}</strong>
            {message.errorCode === null ? null : <code className={styles.code}>{message.errorCode}</code>}
            <span className={styles.quiet}>{toldBy(message)}</span>
            <CopyButton text={message.message} label="Copy the message" />
          </p>
        </li>
      ))}
    </ol>
  );
}

function countWords({ failed, waiting }: ProblemMessage, locale: string): string {
  const parts = [
    failed === 0 ? null : `${formatCount(failed, locale)} failed`,
    waiting === 0 ? null : `${formatCount(waiting, locale)} put back`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'None now' : parts.join(', ');
}

function toldBy({ isAssigned, evidence, confidence }: ProblemMessage): string {
  if (isAssigned) return 'Somebody here said what it means';
  if (evidence.length === 0) return 'No rule knows these words';
  return `Told by “${evidence[0]}”, ${Math.round(confidence * 100)} % sure`;
}
