import type { Ctx } from '#lib/access/context.ts';
import type { AboutType, Cause } from '#lib/causes/causes.ts';
import { isOfItsObject } from '#lib/causes/problem-key.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Found } from './read-found.ts';

/** A problem that is met for the first time, with what its messages say of it. */
export type DescribedProblem = Found & {
  cause: Cause;
  aboutType: AboutType | null;
  aboutName: string | null;
  aboutId: string | null;
  evidence: string[];
  messageId: string;
};

type Row = Pick<DescribedProblem, 'cause' | 'aboutType' | 'aboutName' | 'aboutId' | 'evidence' | 'messageId'> & {
  problemKey: string;
};

/** Adds to new problems what the diagnosis of the message says that most of their records have. */
export async function describeProblems(ctx: Ctx, tx: TenantTx, found: readonly Found[]): Promise<DescribedProblem[]> {
  const keys = [...new Set(found.map(({ problemKey }) => problemKey))];
  if (keys.length === 0) return [];
  const { tenantId } = ctx;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT DISTINCT ON (d.problem_key) d.problem_key AS "problemKey", d.cause, d.about_type AS "aboutType",
           d.about_name AS "aboutName", d.about_id AS "aboutId", d.evidence, d.message_id AS "messageId"
      FROM message_diagnosis d
     CROSS JOIN LATERAL (SELECT count(*) AS records FROM sync_record r
                          WHERE r.tenant_id = ${tenantId}::uuid AND r.error_message_id = d.message_id) m
     WHERE d.tenant_id = ${tenantId}::uuid AND d.problem_key = ANY (${keys}::uuid[])
     ORDER BY d.problem_key, m.records DESC, d.message_id`;
  const described = new Map(rows.map((row) => [row.problemKey, row]));
  return found.flatMap((one) => {
    const row = described.get(one.problemKey);
    if (row === undefined) return [];
    // A number or a date of one record is not what the others are about.
    const isShared = row.aboutType !== null && isOfItsObject(row.cause, row.aboutType);
    return [{ ...one, ...row, ...(isShared ? {} : { aboutName: null, aboutId: null }) }];
  });
}
