import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { CHECK_NAMES, type CheckResult } from './check-contract.ts';

/** A day of light runs has full ones among them. What none of these asked is not known any more. */
const RUNS_LOOKED_AT = 120;

const COLUMNS = Prisma.sql`
  c.run_id AS "runId", c.check_name AS "check", c.subject, c.matter, c.state, c.sentence, c.remedy, c.evidence, c.at`;

type StoredResult = Omit<CheckResult, 'at'> & { at: Date };

/** Gives the latest answer of each check of a connection, about each of its subjects, in the order of the checks. */
export async function readLatestResults(ctx: Ctx, tx: TenantTx, connectionId: string | null): Promise<CheckResult[]> {
  const ofConnection =
    connectionId === null ? Prisma.sql`u.connection_id IS NULL` : Prisma.sql`u.connection_id = ${connectionId}::uuid`;
  const rows = await tx.$queryRaw<StoredResult[]>`
    SELECT DISTINCT ON (c.check_name, c.subject) ${COLUMNS}
      FROM (SELECT u.id FROM check_run u WHERE u.tenant_id = ${ctx.tenantId}::uuid AND ${ofConnection} AND u.kind <> 'guided'
             ORDER BY u.requested_at DESC LIMIT ${RUNS_LOOKED_AT}::int) u
      JOIN check_result c ON c.tenant_id = ${ctx.tenantId}::uuid AND c.run_id = u.id
     ORDER BY c.check_name, c.subject, c.at DESC`;
  return inOrder(rows.map(toResult));
}

/** Gives what one run has answered so far, in the order in which it was answered. */
export async function readRunResults(ctx: Ctx, tx: TenantTx, runId: string): Promise<CheckResult[]> {
  const rows = await tx.$queryRaw<StoredResult[]>`
    SELECT ${COLUMNS} FROM check_result c
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.run_id = ${runId}::uuid ORDER BY c.at, c.check_name, c.subject`;
  return rows.map(toResult);
}

/** Gives the answers of one check about one subject that are older than an instant, the latest first. */
export async function readCheckHistory(
  ctx: Ctx,
  tx: TenantTx,
  { connectionId, check, subject, before, limit }: CheckHistoryRequest,
): Promise<CheckResult[]> {
  const rows = await tx.$queryRaw<StoredResult[]>`
    SELECT ${COLUMNS} FROM check_result c
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.connection_id = ${connectionId}::uuid AND c.check_name = ${check}
       AND c.subject = ${subject} AND c.at < ${before ?? 'infinity'}::timestamptz
     ORDER BY c.at DESC LIMIT ${limit}::int`;
  return rows.map(toResult);
}

export type CheckHistoryRequest = {
  connectionId: string;
  check: string;
  subject: string;
  before: string | null;
  limit: number;
};

function toResult(row: StoredResult): CheckResult {
  return { ...row, at: row.at.toISOString() };
}

function inOrder(results: readonly CheckResult[]): CheckResult[] {
  return results.toSorted(
    (a, b) => CHECK_NAMES.indexOf(a.check) - CHECK_NAMES.indexOf(b.check) || (a.subject < b.subject ? -1 : 1),
  );
}
