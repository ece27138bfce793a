import type { Ctx } from '#lib/access/context.ts';
import { dayOf } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { instantsOfAge } from '#lib/records/ages.ts';
import { KINDS, type Kind, SYNC_STATUSES, statusNumber } from '#lib/records/kinds.ts';
import { AGES, type Age, EVERY_RECORD, type RecordFilter } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import { figureOf } from './figures.ts';
import type { Figure, MoneyFigure, OldestRecord, OpenFigure, Period } from './overview-contract.ts';

/** What one kind's records of a period come to. */
export type PeriodFigures = {
  pending: OpenFigure;
  failed: OpenFigure;
  byJob: Figure;
  byHand: Figure;
  differs: Figure;
  differsGross: Figure;
  changedSinceSync: Figure;
  excluded: Figure;
};

type Part = (typeof SYNC_STATUSES)[number] | 'excluded';

type PartRow = {
  kind: Kind;
  part: Part;
  currency: string | null;
  isByHand: boolean;
  age: Age;
  count: number;
  amount: string;
  differsCount: number;
  difference: string;
  grossDifference: string;
  changedCount: number;
  changedAmount: string;
  oldest: Date;
};

const SUMS = Prisma.sql`
  count(*)::int AS count, coalesce(sum(amount), 0)::numeric(30,4)::text AS amount,
  count(*) FILTER (WHERE differs)::int AS "differsCount",
  coalesce(sum(difference) FILTER (WHERE differs), 0)::numeric(30,4)::text AS difference,
  coalesce(sum(abs(difference)) FILTER (WHERE differs), 0)::numeric(30,4)::text AS "grossDifference",
  count(*) FILTER (WHERE is_changed_since_sync)::int AS "changedCount",
  coalesce(sum(amount) FILTER (WHERE is_changed_since_sync), 0)::numeric(30,4)::text AS "changedAmount",
  min(list_date) AS oldest`;
const COLUMNS = Prisma.sql`
  r.currency, r.amount, r.is_by_hand, r.difference, r.differs, r.is_changed_since_sync, r.list_date`;

/** Gives the filter of a period's documents. */
export function periodFilter({ from, to }: Period, change: Partial<RecordFilter> = {}): RecordFilter {
  return { ...EVERY_RECORD, documentFrom: from, documentTo: to, ...change };
}

/** Counts and adds up a period's records by kind, status, hand and age, in one statement. */
export async function readPeriodFigures(ctx: Ctx, tx: TenantTx, period: Period): Promise<Record<Kind, PeriodFigures>> {
  const rows = await readParts(ctx, tx, period);
  const oldest = await readOldest(ctx, tx, period, rows);
  const own = ctx.tenant.currency;
  const figuresOf = (kind: Kind): PeriodFigures => {
    const of = rows.filter((row) => row.kind === kind);
    const counted = of.filter((row) => row.part !== 'excluded');
    const complete = of.filter((row) => row.part === 'complete');
    const open = (part: 'pending' | 'failed'): OpenFigure => {
      const waiting = of.filter((row) => row.part === part);
      const aged = (age: Age) => figureOf(waiting.filter((row) => row.age === age).map(moneyOf), own);
      return {
        ...figureOf(waiting.map(moneyOf), own),
        ages: Object.fromEntries(AGES.map((age) => [age, aged(age)])) as Record<Age, Figure>,
        oldest: oldest.get(`${kind} ${part}`) ?? null,
      };
    };
    return {
      pending: open('pending'),
      failed: open('failed'),
      byJob: figureOf(complete.filter((row) => !row.isByHand).map(moneyOf), own),
      byHand: figureOf(complete.filter((row) => row.isByHand).map(moneyOf), own),
      differs: figureOf(counted.map(differenceOf), own),
      differsGross: figureOf(counted.map(grossOf), own),
      changedSinceSync: figureOf(counted.map(changedOf), own),
      excluded: figureOf(of.filter((row) => row.part === 'excluded').map(moneyOf), own),
    };
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, figuresOf(kind)])) as Record<Kind, PeriodFigures>;
}

async function readParts(ctx: Ctx, tx: TenantTx, period: Period): Promise<PartRow[]> {
  const { timeZone } = ctx.tenant;
  const today = dayOf(new Date(), timeZone);
  const week = instantsOfAge('0-7', today, timeZone).from;
  const month = instantsOfAge('8-30', today, timeZone).from;
  const age = Prisma.sql`CASE WHEN list_date >= ${week}::timestamptz THEN '0-7'
                              WHEN list_date >= ${month}::timestamptz THEN '8-30' ELSE 'over-30' END`;
  const parts: Prisma.Sql[] = [];
  for (const kind of KINDS) {
    // Each part for itself is one range of one index, which holds all that is added up; a complete one has no age.
    for (const part of [...SYNC_STATUSES, 'excluded'] as const) {
      const filter = periodFilter(period, {
        kinds: [kind],
        ...(part === 'excluded' ? { excluded: 'only' } : { syncStatus: part }),
      });
      const isOpen = part === 'pending' || part === 'failed';
      parts.push(Prisma.sql`
        (SELECT ${Prisma.raw(`'${kind}' AS kind, '${part}' AS part`)}, currency,
                ${isOpen ? Prisma.sql`false` : Prisma.sql`is_by_hand`} AS "isByHand",
                ${isOpen ? age : Prisma.sql`''`} AS age, ${SUMS}
           FROM (${await matchingRecords(ctx, tx, filter, COLUMNS)}) u GROUP BY 3, 4, 5)`);
    }
  }
  return tx.$queryRaw<PartRow[]>(Prisma.join(parts, ' UNION ALL '));
}

type OldestRow = { kind: Kind; status: number; id: string; label: string };

/** The age of the oldest is known by then: its record is found by it in one step of the list's own index. */
async function readOldest(
  ctx: Ctx,
  tx: TenantTx,
  period: Period,
  rows: readonly PartRow[],
): Promise<Map<string, OldestRecord>> {
  const since = new Map<string, { kind: Kind; part: 'pending' | 'failed'; at: Date }>();
  for (const { kind, part, oldest } of rows) {
    if (part !== 'pending' && part !== 'failed') continue;
    const known = since.get(`${kind} ${part}`);
    if (known === undefined || oldest < known.at) since.set(`${kind} ${part}`, { kind, part, at: oldest });
  }
  const wanted = [...since.values()];
  if (wanted.length === 0) return new Map();
  const found = await tx.$queryRaw<OldestRow[]>`
    SELECT w.kind, w.status, r.id, r.label
      FROM unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ part }) => statusNumber(part))}::smallint[],
                  ${wanted.map(({ at }) => at.toISOString())}::timestamptz[]) AS w(kind, status, oldest)
     CROSS JOIN LATERAL (
       SELECT r.id, coalesce(r.number, r.external_key) AS label FROM sync_record r
        WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = w.kind AND r.sync_status = w.status AND r.excluded_at IS NULL
          AND r.list_date = w.oldest AND r.document_date >= ${period.from}::date AND r.document_date <= ${period.to}::date
        ORDER BY r.id LIMIT 1) r`;
  return new Map(
    found.map(({ kind, status, id, label }) => {
      const name = `${kind} ${SYNC_STATUSES[status]}`;
      return [name, { id, label, since: since.get(name)?.at.toISOString() ?? '' }];
    }),
  );
}

function moneyOf({ currency, count, amount }: PartRow): MoneyFigure {
  return { currency, count, amount: storedAmount(amount) };
}

function differenceOf({ currency, differsCount, difference }: PartRow): MoneyFigure {
  return { currency, count: differsCount, amount: storedAmount(difference) };
}

function grossOf({ currency, differsCount, grossDifference }: PartRow): MoneyFigure {
  return { currency, count: differsCount, amount: storedAmount(grossDifference) };
}

function changedOf({ currency, changedCount, changedAmount }: PartRow): MoneyFigure {
  return { currency, count: changedCount, amount: storedAmount(changedAmount) };
}
