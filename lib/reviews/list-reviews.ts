import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readResult } from './read-result.ts';
import type { Review, ReviewDetail, ReviewResult } from './review-contract.ts';

/** Twelve a year at the most, so that this is the history of many years. */
const SHOWN_MAX = 200;

type Row = Omit<Review, 'openedAt' | 'signedAt'> & {
  openedAt: Date;
  signedAt: Date | null;
  result: ReviewResult | null;
  isChecking: boolean;
};

/** Gives the reviews there were, the newest first: those that wait for a signature and the history. */
export async function listReviews(ctx: Ctx): Promise<Review[]> {
  requirePermission(ctx, 'connection:read');
  const rows = await ctx.transaction((tx) => readReviews(ctx, tx, null));
  return rows.map(reviewOf);
}

/** Gives one review whole: as it was when it was signed, or as it is now. Throws `not_found`. */
export async function getReview(ctx: Ctx, id: string): Promise<ReviewDetail> {
  requirePermission(ctx, 'connection:read');
  if (!isId(id)) throw notFound('The health check');
  return ctx.transaction(async (tx) => {
    const [row] = await readReviews(ctx, tx, id);
    if (row === undefined) throw notFound('The health check');
    const result = row.result ?? (await readResult(ctx, tx));
    return { ...reviewOf(row), result, isChecking: row.signedAt === null && row.isChecking };
  });
}

function readReviews(ctx: Ctx, tx: TenantTx, id: string | null): Promise<Row[]> {
  const isAsked = id === null ? Prisma.empty : Prisma.sql`AND r.id = ${id}::uuid`;
  const result = id === null ? Prisma.sql`NULL::json` : Prisma.sql`r.result`;
  return tx.$queryRaw<Row[]>`
    SELECT r.id, r.due_on::text AS "dueOn", r.period, r.opened_at AS "openedAt", r.opened_by_name AS "openedByName",
           r.signed_by_name AS "signedByName", r.signed_at AS "signedAt", r.note, ${result} AS result,
           EXISTS (SELECT FROM check_run c WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ANY (r.check_run_ids)
                      AND c.state IN ('waiting', 'running')) AS "isChecking"
      FROM health_review r
     WHERE r.tenant_id = ${ctx.tenantId}::uuid ${isAsked}
     ORDER BY r.due_on DESC, r.id DESC LIMIT ${SHOWN_MAX}::int`;
}

function reviewOf({ result: _, isChecking: __, openedAt, signedAt, ...row }: Row): Review {
  return { ...row, openedAt: openedAt.toISOString(), signedAt: signedAt?.toISOString() ?? null };
}
