import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { CHECK_NAMES, type CheckMatter, type CheckName, type CheckResult, type CheckState } from './check-contract.ts';

const PAGE = 30;

const request = z.strictObject({
  connectionId: z.string().refine(isId),
  check: z.enum(CHECK_NAMES),
  subject: z.string().max(255),
  before: z.iso.datetime().nullable().catch(null),
});

export type CheckHistoryPage = { results: CheckResult[]; next: string | null };

type StoredResult = {
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

/** Gives what one check of a connection answered before an instant, the latest first, and where the next page begins. */
export async function listCheckHistory(
  ctx: Ctx,
  input: { connectionId: string; check: CheckName; subject: string; before: string | null },
): Promise<CheckHistoryPage> {
  requirePermission(ctx, 'connection:read');
  const { connectionId, check, subject, before } = request.parse(input);
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<StoredResult[]>`
      SELECT c.run_id AS "runId", c.check_name AS "check", c.subject, c.matter, c.state, c.sentence, c.remedy, c.evidence, c.at
        FROM check_result c
       WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.connection_id = ${connectionId}::uuid AND c.check_name = ${check}
         AND c.subject = ${subject} AND c.at < ${before ?? 'infinity'}::timestamptz
       ORDER BY c.at DESC LIMIT ${PAGE + 1}::int`,
  );
  const results = rows.slice(0, PAGE).map((row) => ({ ...row, at: row.at.toISOString() }));
  return { results, next: rows.length > PAGE ? (results.at(-1)?.at ?? null) : null };
}
