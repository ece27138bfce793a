import { CheckState } from '#components/checks/check-state.tsx';
import { labelOf } from '#components/checks/check-words.ts';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { listCheckHistory } from '#lib/checks/list-check-history.ts';
import styles from '../connection.module.css';
import { type ConnectionParams, historyHref } from '../connection-params.ts';

type CheckHistoryProps = {
  ctx: Ctx;
  connectionId: string;
  path: string;
  asked: ConnectionParams;
  formats: Formats;
};

/** What one check answered before, the latest first. */
export async function CheckHistory({ ctx, connectionId, path, asked, formats }: CheckHistoryProps) {
  const { check, subject, checkBefore } = asked;
  if (check === null) return null;
  const { results, next } = await listCheckHistory(ctx, { connectionId, check, subject, before: checkBefore });
  const label = labelOf(check, subject);
  return (
    <section className={styles.section} aria-labelledby="history">
      <div className={styles.head}>
        <h2 id="history" className={styles.subtitle}>
          What “{label}” said before
        </h2>
        <SoftLink href={path}>Close</SoftLink>
      </div>
      {results.length === 0 ? <p className={styles.empty}>Nothing before this.</p> : null}
      <ol className={styles.history}>
        {results.map((result) => (
          <li key={result.runId}>
            <DateTime instant={result.at} formats={formats} />
            <CheckState state={result.state} />
            <span>{result.sentence}</span>
          </li>
        ))}
      </ol>
      {next === null ? null : (
        <p>
          <SoftLink href={historyHref(path, check, subject, next)}>Show what it said before these</SoftLink>
        </p>
      )}
    </section>
  );
}
