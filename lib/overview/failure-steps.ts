import type { Ctx } from '#lib/access/context.ts';
import { addDays, calendarMonth, type Day, daysBetween } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import { figureOf } from './figures.ts';
import type { FailureStep, Figure, MoneyFigure, Period } from './overview-contract.ts';
import { periodFilter } from './period-figures.ts';

/** Up to so many days each has a step of its own; more are told by month, since nobody reads 700 bars. */
const DAILY_MAX = 92;

type StepRow = { kind: Kind; day: Day; currency: string | null; count: number; amount: string };

/** Gives a period's failed records by document date: each day, also those without any; by month if the period is long. */
export async function readFailureSteps(ctx: Ctx, tx: TenantTx, period: Period): Promise<FailureStep[]> {
  const steps = stepsOf(period);
  const isDaily = steps[0]?.from === steps[0]?.to;
  const day = isDaily ? Prisma.sql`document_date` : Prisma.sql`date_trunc('month', document_date)::date`;
  const parts: Prisma.Sql[] = [];
  for (const kind of KINDS) {
    const filter = periodFilter(period, { kinds: [kind], syncStatus: 'failed' });
    const failed = await matchingRecords(ctx, tx, filter, Prisma.sql`r.document_date, r.currency, r.amount`);
    parts.push(Prisma.sql`
      (SELECT ${Prisma.raw(`'${kind}' AS kind`)}, (${day})::text AS day, currency, count(*)::int AS count,
              coalesce(sum(amount), 0)::numeric(30,4)::text AS amount
         FROM (${failed}) u GROUP BY 2, 3)`);
  }
  const rows = await tx.$queryRaw<StepRow[]>(Prisma.join(parts, ' UNION ALL '));
  const byStep = new Map<string, MoneyFigure[]>();
  for (const { kind, day: on, currency, count, amount } of rows) {
    const key = `${kind} ${isDaily ? on : on.slice(0, 7)}`;
    byStep.set(key, [...(byStep.get(key) ?? []), { currency, count, amount: storedAmount(amount) }]);
  }
  return steps.map((step) => ({
    ...step,
    kinds: Object.fromEntries(
      KINDS.map((kind) => [
        kind,
        figureOf(byStep.get(`${kind} ${isDaily ? step.from : step.from.slice(0, 7)}`) ?? [], ctx.tenant.currency),
      ]),
    ) as Record<Kind, Figure>,
  }));
}

/** Gives the days of a period, or its months if it is long; the first and the last month may be parts of one. */
export function stepsOf({ from, to }: Period): Period[] {
  const steps: Period[] = [];
  const isDaily = daysBetween(from, to) < DAILY_MAX;
  for (let day = from; day <= to; ) {
    const end = isDaily ? day : calendarMonth(day, 0).to;
    steps.push({ from: day, to: end < to ? end : to });
    day = addDays(end, 1);
  }
  return steps;
}
