import type { Ctx } from '#lib/access/context.ts';
import { latestAnswers } from '#lib/checks/latest-answers.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readStanding } from '#lib/notices/digest-figures.ts';
import type { ReviewCheck, ReviewConnection, ReviewResult } from './review-contract.ts';

/** Every check runs several times a day; an answer that is older says nothing of today. */
const FRESH_MS = 7 * 24 * 60 * 60 * 1000;

type ConnectionRow = { id: string; ledger: string; companyName: string; status: string };

/** Reads what a review shows at this moment: each connection with the latest answer of each check, and how the business stands. */
export async function readResult(ctx: Ctx, tx: TenantTx): Promise<ReviewResult> {
  const connections = await tx.$queryRaw<ConnectionRow[]>`
    SELECT id, ledger, company_name AS "companyName", status FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND status <> 'not_connected' ORDER BY company_name, id`;
  const reviewed: ReviewConnection[] = [];
  for (const connection of connections) {
    reviewed.push({ ...connection, checks: await readChecks(ctx, tx, connection.id) });
  }
  const own = await readChecks(ctx, tx, null);
  const figures = await readStanding(ctx, tx);
  // That it waits for its signature is no finding of a review.
  const problems = figures.problems.filter(({ event }) => event !== 'health_check.due');
  return {
    at: new Date().toISOString(),
    figures: { ...figures, problems },
    connections: [
      ...reviewed,
      ...(own.length === 0 ? [] : [{ id: null, ledger: null, companyName: null, status: null, checks: own }]),
    ],
  };
}

/** The latest answers by their index, however many are kept; what a guided run looked at besides is no check. */
async function readChecks(ctx: Ctx, tx: TenantTx, connectionId: string | null): Promise<ReviewCheck[]> {
  const answers = await latestAnswers(ctx, tx, connectionId);
  return answers
    .filter(({ at }) => Date.parse(at) > Date.now() - FRESH_MS)
    .map(({ check, subject, state, sentence, remedy, at }) => ({ check, subject, state, sentence, remedy, at }));
}
