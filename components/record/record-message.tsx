import { DateTime } from '#components/sync/date-time.tsx';
import { CopyButton } from '#components/sync/error-message.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { answerWords } from '#lib/causes/reading/answer-words.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import styles from './record-message.module.css';

type RecordMessageProps = {
  record: RecordDetail;
  formats: Formats;
  /** Where it is gone through why it failed; null for whoever may not. */
  whyHref: string | null;
};

/** The ledger's own words about the last try, whole. Nothing if there is nothing to say. */
export function RecordMessage({ record, formats, whyHref }: RecordMessageProps) {
  const isFailed = record.syncStatus === 'failed';
  const message = record.errorMessage;
  const answer = answerWords(record.toldMessage);
  if (message === null && answer === null && record.errorCode === null && !isFailed) return null;
  const copied = [message, answer].filter((text) => text !== null).join('\n');
  return (
    <section className={styles.box} aria-label="Message of the ledger" data-is-failed={isFailed}>
      <p className={styles.head}>
        <span className={styles.icon}>
          <Icon name="failed" />
        </span>
        <span className={styles.title}>{titleOf(record)}</span>
        {record.lastAttemptAt === null ? null : (
          <span className={styles.when}>
            last tried <DateTime instant={record.lastAttemptAt} formats={formats} />
          </span>
        )}
      </p>
      {message === null && answer !== null ? null : (
        <p className={styles.message}>{message ?? 'The job reported no message.'}</p>
      )}
      {answer === null ? null : (
        <>
          <p className={styles.origin}>
            {message === null ? 'From the ledger’s answer, since the job sent no message' : 'From the ledger’s answer'}
          </p>
          <p className={styles.message}>{answer}</p>
        </>
      )}
      <p className={styles.foot}>
        {record.errorCode === null ? null : <code className={styles.code}>{record.errorCode}</code>}
        {copied === '' ? null : <CopyButton text={copied} label="Copy the message" />}
        {isFailed && whyHref !== null ? <SoftLink href={whyHref}>Why is this broken?</SoftLink> : null}
      </p>
    </section>
  );
}

function titleOf(record: RecordDetail): string {
  switch (record.syncStatus) {
    case 'failed':
      return 'The ledger’s message';
    case 'pending':
      return 'The message when it was last tried';
    case 'complete':
      return record.isTriedAfterClosing ? 'The message after it was closed' : 'The message before it was completed';
    default:
      return record.syncStatus satisfies never;
  }
}
