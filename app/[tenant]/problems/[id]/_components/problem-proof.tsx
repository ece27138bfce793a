import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { BlockedMoney as Blocked, ProblemSolution, SolvedHow } from '#lib/problems/problem-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import { BlockedMoney } from '../../_components/blocked-money.tsx';
import styles from '../problem.module.css';

type ProblemProofProps = { tenant: string; solution: ProblemSolution; formats: Formats };

const HOW: Record<SolvedHow, string> = {
  records: 'None of its records is failed or waits any more.',
  person: 'Somebody said that it is solved.',
  regrouped: 'The rules tell its messages otherwise now, so they are in another problem.',
};

/** What proved that it is over: what went through with its references, and apart from that what people said. */
export function ProblemProof({ tenant, solution, formats }: ProblemProofProps) {
  const { proof, how, solvedByName, solvedAt, note } = solution;
  const { locale } = formats;
  return (
    <div className={styles.proof}>
      <p>
        {HOW[how]} {how === 'person' ? `${solvedByName}, ` : ''}
        <DateTime instant={solvedAt} formats={formats} />.
      </p>
      {note === null ? null : <p className={styles.note}>{note}</p>}
      <dl className={styles.parts}>
        <Part name="Went into the ledger" part={proof.completed} locale={locale} />
        <Part name="Completed by hand: nothing was seen to be written" part={proof.byHand} locale={locale} />
        <Part name="Excluded" part={proof.excluded} locale={locale} />
        <Part name="Fail or wait for another reason now" part={proof.elsewhere} locale={locale} />
        <Part name="Still failed when it was said" part={proof.left} locale={locale} />
      </dl>
      {proof.sample.length === 0 ? null : (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */
        <section className={styles.scroll} aria-label="Records that went through" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col" data-align="end">
                  Amount
                </th>
                <th scope="col">Reference</th>
                <th scope="col">Went through</th>
              </tr>
            </thead>
            <tbody>
              {proof.sample.map(({ id, kind, number, amount, currency, referenceNumber, syncedAt }) => (
                <tr key={id}>
                  <th scope="row">
                    <SoftLink href={`/${tenant}/records/${id}`}>{number ?? KIND_LABEL[kind].one}</SoftLink>
                    {number === null ? null : <span className={styles.under}>{KIND_LABEL[kind].one}</span>}
                  </th>
                  <td data-align="end">
                    <Money amount={amount} currency={currency} locale={locale} />
                  </td>
                  <td>{referenceNumber ?? <span className={styles.quiet}>none told</span>}</td>
                  <td>
                    <DateTime instant={syncedAt} formats={formats} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {proof.completed.records > proof.sample.length && proof.sample.length > 0 ? (
        <p className={styles.quiet}>The latest {proof.sample.length} are shown.</p>
      ) : null}
    </div>
  );
}

type PartProps = { name: string; part: { records: number; money: Blocked[] }; locale: string };

function Part({ name, part: { records, money }, locale }: PartProps) {
  if (records === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {formatCount(records, locale)} {records === 1 ? 'record' : 'records'}
        {money.length === 0 ? null : <BlockedMoney money={money} locale={locale} />}
      </dd>
    </div>
  );
}
