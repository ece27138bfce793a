import type { Day } from '#lib/core/dates.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CallSeen, CheckedConnection, Moment } from '../facts.ts';
import { answersOf, evidenceOf, notChecked } from './answer.ts';
import { sayCount, sayDay } from './say.ts';

const answer = answersOf('closed_periods', 'company');

/** Records of one kind and status whose document dates lie in a closed period. */
export type ClosedRecords = {
  kind: Kind;
  status: 'pending' | 'failed';
  count: number;
  /** False where there are more than were counted. */
  isExact: boolean;
  money: { currency: string | null; amount: string }[];
  /** Where they are listed, within the tenant. */
  path: string;
};

/** Gives the last day that nothing can be written on or before; null if no period is closed. */
export function closedThrough({ closedThrough: period, yearClosedThrough: year }: CompanyFacts): Day | null {
  if (period === null || year === null) return period ?? year;
  return period > year ? period : year;
}

/** Says up to which day the books are closed, and which pending and failed records lie before it. */
export function judgeClosedPeriods(
  connection: CheckedConnection,
  company: CallSeen<CompanyFacts>,
  records: readonly ClosedRecords[],
  moment: Moment,
): CheckAnswer {
  const { name } = LEDGER_WORDS[connection.ledger];
  if (company.state !== 'answered') return notChecked(answer, connection, company, moment);
  const facts = company.value;
  const day = closedThrough(facts);
  const evidence = {
    ...evidenceOf(company),
    closedThrough: facts.closedThrough,
    yearClosedThrough: facts.yearClosedThrough,
    records,
  };
  if (day === null) return answer('ok', `No period is closed in ${name}.`, null, evidence);
  const closed = `The books are closed through ${sayDay(day)} in ${name}`;
  const said = (['pending', 'failed'] as const).flatMap((status) => {
    const own = records.filter((one) => one.status === status);
    const count = own.reduce((sum, one) => sum + one.count, 0);
    if (count === 0) return [];
    const isExact = own.every((one) => one.isExact);
    return [`${isExact ? '' : 'more than '}${sayCount(count, `${status} record`)}`];
  });
  if (said.length === 0)
    return answer('ok', `${closed}, and no pending or failed record is dated before that.`, null, evidence);
  return answer(
    'warning',
    `${closed}: ${said.join(' and ')} ${said.length === 1 && said[0]?.startsWith('1 ') ? 'is' : 'are'} dated on or before that day and can’t be written.`,
    'An accountant opens the period, has these records synced and closes it again; or dates the documents after it in the source system; or sets them to Complete after entering them by hand.',
    evidence,
  );
}
