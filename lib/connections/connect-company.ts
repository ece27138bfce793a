import type { Ctx } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import type { ConnectionStatus } from './connection-contract.ts';
import { recordConnectionEvent } from './record-connection-event.ts';
import type { ReadCompany, StoredAttempt } from './stored-attempts.ts';

const NAME_MAX = 255;

type Before = { id: string; status: ConnectionStatus; statusReason: string | null; companyName: string };

/**
 * Connects one company by a grant: a new connection, or the one that a record, a report or an earlier consent named. For
 * confirmConnect, within its transaction; gives the connection's id.
 */
export async function connectCompany(
  ctx: Ctx,
  tx: TenantTx,
  { attempt, grantId, company }: { attempt: StoredAttempt; grantId: string; company: ReadCompany },
): Promise<string> {
  const { ledger, environment } = attempt;
  const name = company.name.slice(0, NAME_MAX);
  const { companyId, country, homeCurrency } = company;
  const facts = company.facts ?? { companyId, name, country, homeCurrency };
  await tx.$executeRaw`
    INSERT INTO connection (tenant_id, id, ledger, company_id, company_name)
    VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${ledger}, ${company.companyId}, ${name})
    ON CONFLICT (tenant_id, ledger, company_id) DO NOTHING`;
  const [before] = await tx.$queryRaw<[Before & { hasBeenConnected: boolean }]>`
    SELECT id, status, status_reason AS "statusReason", company_name AS "companyName",
           connected_at IS NOT NULL AS "hasBeenConnected"
      FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND ledger = ${ledger} AND company_id = ${company.companyId}
       FOR UPDATE`;
  const { id, hasBeenConnected } = before;
  await tx.$executeRaw`
    UPDATE connection
       SET company_name = ${name}, status = 'connected', status_reason = NULL, grant_id = ${grantId}::uuid,
           status_since = CASE WHEN status = 'connected' THEN status_since ELSE now() END,
           environment = ${environment}, provider_id = ${company.providerId},
           company = ${JSON.stringify(facts)}::jsonb, connected_at = now(),
           connected_by_name = ${ctx.actor.name}, disconnected_at = NULL, ends_when_clear_at = NULL,
           ends_when_clear_by = NULL, next_light_at = now(), next_full_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  const was = { status: before.status, reason: before.statusReason };
  await recordConnectionEvent(ctx, tx, {
    connectionId: id,
    type: hasBeenConnected ? 'reconnected' : 'connected',
    facts: { companyName: name, environment, scopes: attempt.scopes, was },
  });
  await recordAudit(ctx, tx, [
    {
      action: hasBeenConnected ? 'connection.reconnected' : 'connection.connected',
      subject: { type: 'connection', id },
      before: was,
      after: { ledger, companyId: company.companyId, companyName: name, environment },
    },
  ]);
  await endNotice(ctx, tx, `connection.lost:${id}`, {
    title: `${name} is connected again`,
    body: `${ctx.actor.name} connected ${name} in ${LEDGER_WORDS[ledger].name} anew.`,
    href: `connections/${id}`,
  });
  return id;
}
