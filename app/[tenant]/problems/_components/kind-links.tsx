import { formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ProblemFigures } from '#lib/problems/problem-contract.ts';
import { kindWords, problemRecordsHref } from '../problem-words.ts';
import styles from './problem-parts.module.css';

type KindLinksProps = { tenant: string; problemId: string; figures: ProblemFigures; locale: string };

/** How many records of each kind, each leading to the list that holds them. */
export function KindLinks({ tenant, problemId, figures, locale }: KindLinksProps) {
  const kinds = figures.kinds.filter(({ failed, waiting }) => failed + waiting > 0);
  if (kinds.length === 0) return <span className={styles.quiet}>None now</span>;
  return (
    <span className={styles.kinds}>
      {kinds.map((one) => (
        <SoftLink key={one.kind} href={problemRecordsHref(tenant, problemId, one.kind)}>
          {formatCount(one.failed + one.waiting, locale)} {kindWords(one)}
        </SoftLink>
      ))}
      {figures.waiting === 0 ? null : (
        <span className={styles.quiet}>{formatCount(figures.waiting, locale)} put back</span>
      )}
    </span>
  );
}
