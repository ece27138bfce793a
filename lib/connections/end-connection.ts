import type { Ctx } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { endWatch } from '#lib/checks/end-watch.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ProviderEnd } from './connect-contract.ts';
import { eraseUnusedGrants } from './erase-unused-grants.ts';
import { recordConnectionEvent } from './record-connection-event.ts';

const REASONS = {
  now: 'Disconnected by a person.',
  when_clear: 'Disconnected once nothing was pending any more, as asked for.',
  company_changed: 'Another company was connected in its place.',
};

type Ending = {
  id: string;
  why: keyof typeof REASONS;
  /** What became of the consent at the provider. */
  atProvider: ProviderEnd;
  /** What else its time line says. */
  facts: Record<string, unknown>;
  /** Who asked, where it is not who acts. */
  byName?: string;
};

/**
 * Marks a connection as disconnected and erases its tokens, unless others share them; its records, its checks and its time
 * line stay. False if it was not connected any more. Within the transaction of whoever ends it.
 */
export async function endConnection(ctx: Ctx, tx: TenantTx, ending: Ending): Promise<boolean> {
  const { id, why, atProvider, facts, byName } = ending;
  const [ended] = await tx.$queryRaw<{ ledger: string; companyId: string; companyName: string }[]>`
    UPDATE connection
       SET status = 'disconnected', status_since = now(), status_reason = ${REASONS[why]}, disconnected_at = now(),
           grant_id = NULL, ends_when_clear_at = NULL, ends_when_clear_by = NULL, next_light_at = NULL,
           next_full_at = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND status IN ('connected', 'lost')
    RETURNING ledger, company_id AS "companyId", company_name AS "companyName"`;
  if (ended === undefined) return false;
  await eraseUnusedGrants(ctx, tx);
  await recordConnectionEvent(ctx, tx, {
    connectionId: id,
    type: why === 'company_changed' ? 'company_changed' : 'disconnected',
    facts: { why, atProvider, ...facts },
    ...(byName === undefined ? {} : { byName }),
  });
  await recordAudit(ctx, tx, [
    { action: 'connection.disconnected', subject: { type: 'connection', id }, after: { ...ended, why, atProvider } },
  ]);
  await endWatch(ctx, tx, { id, companyName: ended.companyName, reason: REASONS[why] });
  return true;
}
