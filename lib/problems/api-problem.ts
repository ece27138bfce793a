import { toApiAmount } from '#lib/core/money.ts';
import type { BlockedMoney, ProblemRow, ProblemSolution } from './problem-contract.ts';
import { problemTitle } from './problem-title.ts';

/** Gives a problem as the API answers it: with its title, amounts with at least two decimals, and the trend as numbers. */
export function toApiProblem({ figures, muted, trend, evidence, message, ...row }: ProblemRow) {
  return {
    ...row,
    title: problemTitle({ ...row, evidence, message }, row.connection?.ledger ?? null),
    muted:
      muted === null
        ? null
        : {
            ...muted,
            above: muted.above === null ? null : { ...muted.above, amount: toApiAmount(muted.above.amount) },
          },
    figures: { ...figures, money: toApiMoney(figures.money) },
    trend: trend.map(({ failures }) => failures),
  };
}

/** Gives what proved a solution as the API answers it. */
export function toApiSolution({ proof, ...solution }: ProblemSolution) {
  return {
    ...solution,
    proof: {
      completed: toApiTotal(proof.completed),
      lastAttemptAt: proof.lastAttemptAt,
      sample: proof.sample.map((one) => ({
        ...one,
        amount: one.amount === null ? null : toApiAmount(one.amount),
      })),
      byHand: toApiTotal(proof.byHand),
      excluded: toApiTotal(proof.excluded),
      elsewhere: toApiTotal(proof.elsewhere),
      left: toApiTotal(proof.left),
    },
  };
}

/** Gives records and their money as the API answers them. */
export function toApiTotal({ records, money }: { records: number; money: readonly BlockedMoney[] }) {
  return { records, money: toApiMoney(money) };
}

function toApiMoney(money: readonly BlockedMoney[]) {
  return money.map(({ currency, amount, records }) => ({ currency, amount: toApiAmount(amount), records }));
}
