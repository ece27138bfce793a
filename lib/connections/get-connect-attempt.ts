import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { ConnectAttempt, OfferedCompany } from './connect-contract.ts';
import type { ConnectionStatus } from './connection-contract.ts';
import { lockAttempt, type StoredAttempt } from './stored-attempts.ts';

type Row = { id: string; companyId: string; companyName: string; status: ConnectionStatus };

/**
 * Gives one press of Connect, for whoever pressed and in the same session: another's is not found. Throws `not_found`.
 */
export async function getConnectAttempt(
  ctx: Ctx,
  { id, session }: { id: string; session: Uint8Array },
): Promise<ConnectAttempt> {
  requirePermission(ctx, 'connection:manage');
  return ctx.transaction(async (tx) => {
    const attempt = await lockAttempt(ctx, tx, { id, session });
    const known = await tx.$queryRaw<Row[]>`
      SELECT id, company_id AS "companyId", company_name AS "companyName", status FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND ledger = ${attempt.ledger}`;
    const pinned = known.find((row) => row.id === attempt.connectionId);
    const { ledger, environment } = attempt;
    return {
      id: attempt.id,
      ledger,
      environment,
      state: stateOf(attempt),
      end: endOf(attempt),
      connection:
        pinned === undefined ? null : { id: pinned.id, companyId: pinned.companyId, companyName: pinned.companyName },
      companies: (attempt.companies ?? []).map((company): OfferedCompany => {
        const { companyId, name, facts } = company;
        const row = known.find((one) => one.companyId === companyId);
        const connection = row === undefined ? null : { id: row.id, status: row.status };
        return {
          companyId,
          name,
          country: company.country ?? facts?.country ?? null,
          homeCurrency: company.homeCurrency ?? facts?.homeCurrency ?? null,
          plan: facts?.plan ?? null,
          isDemo: facts?.isDemo ?? false,
          connection,
        };
      }),
    };
  });
}

function stateOf({ endedAt, isOver, returnedAt, companies }: StoredAttempt): ConnectAttempt['state'] {
  if (endedAt !== null || isOver) return 'ended';
  if (returnedAt === null) return 'away';
  return companies === null ? 'unread' : 'choosing';
}

function endOf({ endedAt, endReason, endDetail, isOver }: StoredAttempt): ConnectAttempt['end'] {
  if (endedAt === null) return isOver ? { reason: 'expired', detail: null } : null;
  return { reason: endReason ?? 'expired', detail: endDetail };
}
