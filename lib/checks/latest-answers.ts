import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { CHECK_NAMES, type CheckMatter, type CheckName, type CheckResult, type CheckState } from './check-contract.ts';

type Row = {
  runId: string;
  check: CheckName;
  subject: string;
  matter: CheckMatter;
  state: CheckState;
  sentence: string;
  remedy: string | null;
  evidence: Record<string, unknown>;
  at: Date;
};

/**
 * Gives the latest answer of each check of a connection (null: of the business itself) and of each source that it asks
 * about, however many answers are kept. `isTold`: the latest that says something; those that could not run are passed over.
 */
export async function latestAnswers(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string | null,
  { names = CHECK_NAMES, isTold = false }: { names?: readonly CheckName[]; isTold?: boolean } = {},
): Promise<CheckResult[]> {
  const ofConnection =
    connectionId === null ? Prisma.sql`r.connection_id IS NULL` : Prisma.sql`r.connection_id = ${connectionId}::uuid`;
  const own = Prisma.sql`r.tenant_id = ${ctx.tenantId}::uuid AND ${ofConnection} AND r.check_name = n.name`;
  // Each step jumps to the next subject by the index.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT l.* FROM unnest(${[...names]}::text[]) AS n(name)
     CROSS JOIN LATERAL (
       WITH RECURSIVE found AS (
         (SELECT r.subject FROM check_result r WHERE ${own} ORDER BY r.subject LIMIT 1)
         UNION ALL
         SELECT (SELECT r.subject FROM check_result r WHERE ${own} AND r.subject > found.subject ORDER BY r.subject LIMIT 1)
           FROM found WHERE found.subject IS NOT NULL
       ) SELECT subject FROM found WHERE subject IS NOT NULL) s
     CROSS JOIN LATERAL (
       SELECT r.run_id AS "runId", r.check_name AS "check", r.subject, r.matter, r.state, r.sentence, r.remedy, r.evidence, r.at
         FROM check_result r WHERE ${own} AND r.subject = s.subject
              ${isTold ? Prisma.sql`AND r.state <> 'not_checked'` : Prisma.empty}
        ORDER BY r.at DESC LIMIT 1) l`;
  const latest = rows.map(toResult).toSorted(inReadingOrder);
  return isTold ? latest : latest.filter((one) => isOfLatestRun(one, latest));
}

/** A source that a later run says nothing of any more, such as one without a schedule, is left out. */
function isOfLatestRun({ check, runId }: CheckResult, all: readonly CheckResult[]): boolean {
  const ofCheck = all.filter((one) => one.check === check);
  return ofCheck.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]?.runId === runId;
}

/** Takes a stored answer; gives it as screens read it. */
export function toResult({ at, ...row }: Row): CheckResult {
  return { ...row, at: at.toISOString() };
}

/** Orders answers as people read them: by check, then by source. */
export function inReadingOrder(one: CheckResult, other: CheckResult): number {
  const rank = ({ check }: CheckResult) => CHECK_NAMES.indexOf(check);
  return rank(one) - rank(other) || (one.subject < other.subject ? -1 : 1);
}
