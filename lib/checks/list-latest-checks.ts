import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { CheckResult } from './check-contract.ts';
import { latestAnswers } from './latest-answers.ts';

/** Gives the latest answer of each check of a connection, or of the business itself (null), as people read them. */
export function listLatestChecks(ctx: Ctx, connectionId: string | null): Promise<CheckResult[]> {
  requirePermission(ctx, 'connection:read');
  return ctx.transaction((tx) => latestAnswers(ctx, tx, connectionId));
}
