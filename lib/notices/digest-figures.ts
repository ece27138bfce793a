import type { Ctx } from '#lib/access/context.ts';
import { type Amount, storedAmount, sumOf } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { countInboxParts, totalOf } from '#lib/inbox/count-inbox.ts';
import { ALL_WAITING } from '#lib/inbox/inbox-contract.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';

/** Records of one kind that are not in the ledger yet, in one status. */
export type OpenRecords = { kind: Kind; status: 'failed' | 'pending'; count: number; oldestAt: string | null };

/** How a business stands: what is blocked, since when, and what is known to be wrong. Instants are ISO texts. */
export type StandingFigures = {
  /** Failed and pending together, by currency; the business's own first. */
  blocked: { currency: string | null; count: number; amount: Amount }[];
  open: OpenRecords[];
  inbox: { count: number; isExact: boolean };
  problems: { event: string; title: string; openedAt: string }[];
};

type Row = {
  kind: Kind;
  status: 'failed' | 'pending';
  currency: string | null;
  count: number;
  amount: string;
  oldestAt: Date;
};

const PROBLEMS_MAX = 50;

/** Reads how the business stands now: its failed and pending records, by the index of the lists, and its open problems. */
export async function readStanding(ctx: Ctx, tx: TenantTx): Promise<StandingFigures> {
  const parts = KINDS.flatMap((kind) =>
    (
      [
        ['failed', Prisma.sql`2::smallint`],
        ['pending', Prisma.sql`0::smallint`],
      ] as const
    ).map(
      ([status, number]) => Prisma.sql`
        (SELECT kind, ${status}::text AS status, currency, count(*)::int AS count,
                coalesce(sum(amount), 0)::numeric(30,4)::text AS amount, min(list_date) AS "oldestAt"
           FROM sync_record
          WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ${kind} AND excluded_at IS NULL AND sync_status = ${number}
          GROUP BY kind, currency)`,
    ),
  );
  const rows = await tx.$queryRaw<Row[]>(Prisma.join(parts, ' UNION ALL '));
  const [inbox] = await countInboxParts(ctx, tx, [ALL_WAITING] as const);
  const problems = await tx.$queryRaw<{ event: string; title: string; openedAt: Date }[]>`
    SELECT p.event, n.title, p.opened_at AS "openedAt"
      FROM notice_problem p
      JOIN notice n ON n.tenant_id = ${ctx.tenantId}::uuid AND n.id = p.notice_id AND n.type = 'problem'
     WHERE p.tenant_id = ${ctx.tenantId}::uuid AND p.ended_at IS NULL AND n.user_id IS NULL
     ORDER BY p.opened_at DESC LIMIT ${PROBLEMS_MAX}::int`;
  return {
    blocked: blockedOf(rows, ctx.tenant.currency),
    open: openOf(rows),
    inbox: totalOf(inbox),
    problems: problems.map((problem) => ({ ...problem, openedAt: problem.openedAt.toISOString() })),
  };
}

function blockedOf(rows: readonly Row[], own: string): StandingFigures['blocked'] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  const rank = (currency: string | null) => (currency === own ? '' : (currency ?? '~'));
  return currencies
    .toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1))
    .map((currency) => {
      const of = rows.filter((row) => row.currency === currency);
      const amount = sumOf(of.map((row) => storedAmount(row.amount)));
      return { currency, count: of.reduce((sum, { count }) => sum + count, 0), amount };
    });
}

function openOf(rows: readonly Row[]): OpenRecords[] {
  return KINDS.flatMap((kind) =>
    (['failed', 'pending'] as const).flatMap((status) => {
      const of = rows.filter((row) => row.kind === kind && row.status === status);
      if (of.length === 0) return [];
      const oldest = Math.min(...of.map(({ oldestAt }) => oldestAt.getTime()));
      const count = of.reduce((sum, row) => sum + row.count, 0);
      return [{ kind, status, count, oldestAt: new Date(oldest).toISOString() }];
    }),
  );
}
