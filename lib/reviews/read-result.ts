import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readStanding } from '#lib/notices/digest-figures.ts';
import type { ReviewCheck, ReviewResult } from './review-contract.ts';

/** Every check runs several times a day; an answer that is older says nothing of today. */
const FRESH_DAYS = 7;

type ConnectionRow = { id: string; ledger: string; companyName: string; status: string };
type CheckRow = Omit<ReviewCheck, 'at'> & { connectionId: string | null; at: Date };

/** Reads what a review shows at this moment: each connection with the latest answer of each check, and how the business stands. */
export async function readResult(ctx: Ctx, tx: TenantTx): Promise<ReviewResult> {
  const connections = await tx.$queryRaw<ConnectionRow[]>`
    SELECT id, ledger, company_name AS "companyName", status FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND status <> 'not_connected' ORDER BY company_name, id`;
  const checks = await tx.$queryRaw<CheckRow[]>`
    SELECT DISTINCT ON (connection_id, check_name, subject) connection_id AS "connectionId", check_name AS "check",
           subject, state, sentence, remedy, at
      FROM check_result
     WHERE tenant_id = ${ctx.tenantId}::uuid AND at > now() - make_interval(days => ${FRESH_DAYS}::int)
     ORDER BY connection_id, check_name, subject, at DESC`;
  const checksOf = (connectionId: string | null) =>
    checks
      .filter((check) => check.connectionId === connectionId)
      .map(({ connectionId: _, at, ...check }) => ({ ...check, at: at.toISOString() }));
  const own = checksOf(null);
  const figures = await readStanding(ctx, tx);
  // That it waits for its signature is no finding of a review.
  const problems = figures.problems.filter(({ event }) => event !== 'health_check.due');
  return {
    at: new Date().toISOString(),
    figures: { ...figures, problems },
    connections: [
      ...connections.map((connection) => ({ ...connection, checks: checksOf(connection.id) })),
      ...(own.length === 0 ? [] : [{ id: null, ledger: null, companyName: null, status: null, checks: own }]),
    ],
  };
}
