import type { Ctx } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import { recordConnectionEvent } from './record-connection-event.ts';

type Touched = { id: string; companyName: string; ledger: Ledger };

/**
 * Has every connection of a grant count as lost, with the provider's words: in the time line, in the audit log, and by a
 * notice. Within the transaction that notes the grant's end.
 */
export async function loseConnections(ctx: Ctx, tx: TenantTx, grantId: string, reason: string): Promise<void> {
  const lost = await tx.$queryRaw<Touched[]>`
    UPDATE connection SET status = 'lost', status_since = now(), status_reason = ${reason}
     WHERE tenant_id = ${ctx.tenantId}::uuid AND grant_id = ${grantId}::uuid AND status = 'connected'
    RETURNING id, company_name AS "companyName", ledger`;
  for (const { id, companyName, ledger } of lost) {
    const { name } = LEDGER_WORDS[ledger];
    await recordConnectionEvent(ctx, tx, { connectionId: id, type: 'lost', facts: { reason }, byName: name });
    await raiseNotice(ctx, tx, {
      event: 'connection.lost',
      problemKey: `connection.lost:${id}`,
      subject: { type: 'connection', id },
      severity: 'problem',
      title: `The connection to ${companyName} is lost`,
      body: `${name} no longer lets Tieout in. It says: ${reason}\nAn admin must reconnect it. Sync jobs have a link of their own, which may still work.`,
      href: `connections/${id}`,
      facts: { ledger, reason },
    });
  }
  const entries = lost.map(({ id }) => ({
    action: 'connection.lost' as const,
    subject: { type: 'connection' as const, id },
    before: { status: 'connected' },
    after: { status: 'lost', reason },
  }));
  if (entries.length > 0) await recordAudit(ctx, tx, entries);
}

/** Has the connections of a grant count as connected again: the provider gave a pair after it had refused one. */
export async function recoverConnections(ctx: Ctx, tx: TenantTx, grantId: string): Promise<void> {
  const back = await tx.$queryRaw<Touched[]>`
    UPDATE connection SET status = 'connected', status_since = now(), status_reason = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND grant_id = ${grantId}::uuid AND status = 'lost'
    RETURNING id, company_name AS "companyName", ledger`;
  for (const { id, companyName, ledger } of back) {
    await recordConnectionEvent(ctx, tx, { connectionId: id, type: 'recovered', facts: {} });
    await endNotice(ctx, tx, `connection.lost:${id}`, {
      title: `${companyName} is connected again`,
      body: `${LEDGER_WORDS[ledger].name} lets Tieout in again.`,
      href: `connections/${id}`,
    });
  }
  const entries = back.map(({ id }) => ({
    action: 'connection.recovered' as const,
    subject: { type: 'connection' as const, id },
    before: { status: 'lost' },
    after: { status: 'connected' },
  }));
  if (entries.length > 0) await recordAudit(ctx, tx, entries);
}

/** Puts into the time line that tokens were got back after an answer had been lost for a while. */
export async function tellLateRefresh(ctx: Ctx, tx: TenantTx, grantId: string, lostAt: Date): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND grant_id = ${grantId}::uuid AND status = 'connected'`;
  for (const { id } of rows) {
    await recordConnectionEvent(ctx, tx, {
      connectionId: id,
      type: 'tokens_refreshed_late',
      facts: { lostAt: lostAt.toISOString() },
    });
  }
}
