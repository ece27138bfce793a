import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordConnectionEvent } from '#lib/connections/record-connection-event.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { BEAT, type ClaimedRun, writeRun } from './claim-run.ts';
import type { CheckedConnection } from './facts.ts';

/**
 * Keeps what the company says of itself; what it said otherwise before, such as its lock dates, goes into the time line.
 * Gives the names of what changed. Only for the company that the connection is for.
 */
export async function keepCompany(
  ctx: Ctx,
  run: ClaimedRun,
  connection: CheckedConnection,
  facts: CompanyFacts,
  now: Date,
): Promise<string[]> {
  requirePermission(ctx, 'connection:check');
  if (facts.companyId !== connection.companyId) return [];
  const changed = connection.company === null ? [] : changedFacts(connection.company, facts);
  if (connection.company !== null && changed.length === 0 && facts.name === connection.companyName) return [];
  await ctx.transaction(async (tx) => {
    await writeRun(ctx, tx, run, BEAT);
    await tx.$executeRaw`
      UPDATE connection SET company = ${JSON.stringify(facts)}::jsonb, company_name = left(${facts.name}, 255)
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${connection.id}::uuid`;
    if (changed.length === 0) return;
    const only = (of: CompanyFacts) => Object.fromEntries(changed.map((name) => [name, of[name] ?? null]));
    const told = { before: only(connection.company as CompanyFacts), after: only(facts) };
    await recordConnectionEvent(ctx, tx, {
      connectionId: connection.id,
      type: 'company_facts_changed',
      facts: told,
      at: now,
    });
  });
  return changed;
}

/** Names what differs. A fact that is told for the first time is no change of the company. */
export function changedFacts(before: CompanyFacts, after: CompanyFacts): (keyof CompanyFacts)[] {
  return (Object.keys(after) as (keyof CompanyFacts)[]).filter(
    (name) => Object.hasOwn(before, name) && sameText(before[name]) !== sameText(after[name]),
  );
}

/** One text for one value, in whatever order an object's names came. */
function sameText(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  return JSON.stringify(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
