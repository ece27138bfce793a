import { z } from 'zod';
import { formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ProblemEvent } from '#lib/problems/problem-contract.ts';
import styles from '../problem.module.css';

const other = z.object({ problem: z.string(), title: z.string() });
const solvedSchema = z.object({
  movedTo: z.array(other.extend({ records: z.number() })).min(1),
  isCareMoved: z.boolean(),
});
const takenSchema = z.object({ from: other });

type MovedToProps = { tenant: string; event: ProblemEvent | undefined; locale: string };

/** Where the records of a problem went when its messages were told otherwise, as the event that closed it says. */
export function MovedTo({ tenant, event, locale }: MovedToProps) {
  const moved = solvedSchema.safeParse(event?.after);
  if (!moved.success) return null;
  const { movedTo, isCareMoved } = moved.data;
  return (
    <>
      {movedTo.map(({ problem, title, records }) => (
        <p key={problem} className={styles.reason}>
          {isCareMoved
            ? 'Was grouped under'
            : `${formatCount(records, locale)} ${records === 1 ? 'record' : 'records'} went to`}{' '}
          <SoftLink href={`/${tenant}/problems/${problem}`}>{title}</SoftLink>
          {isCareMoved ? ', with what was done about it.' : '.'}
        </p>
      ))}
    </>
  );
}

/** Which problem was grouped under this one, so that what people did about it went along. */
export function TakenFrom({ tenant, event }: { tenant: string; event: ProblemEvent }) {
  const taken = takenSchema.safeParse(event.after);
  if (!taken.success) return null;
  const { problem, title } = taken.data.from;
  return (
    <p className={styles.reason}>
      Of <SoftLink href={`/${tenant}/problems/${problem}`}>{title}</SoftLink>, which was grouped under this one.
    </p>
  );
}
