import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { latestAnswers } from '#lib/checks/latest-answers.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type { ConnectionStatus } from './connection-contract.ts';
import type { ConnectionDetail } from './connection-page-contract.ts';

type ConnectionRow = {
  id: string;
  ledger: Ledger;
  environment: LedgerEnvironment;
  companyId: string;
  companyName: string;
  status: ConnectionStatus;
  statusSince: Date;
  statusReason: string | null;
  connectedAt: Date | null;
  connectedByName: string | null;
  refreshEndsAt: Date | null;
  hardEndsAt: Date | null;
  endsWhenClearAt: Date | null;
  nextLightAt: Date | null;
  nextFullAt: Date | null;
  company: Partial<CompanyFacts>;
  isOnly: boolean;
  answeredAt: Date | null;
  openRunId: string | null;
};

/** Gives one connection as its page shows it, with the latest answer of each check. Throws `not_found`. */
export async function getConnection(ctx: Ctx, id: string): Promise<ConnectionDetail> {
  requirePermission(ctx, 'connection:read');
  if (!isId(id)) throw notFound('The connection');
  return ctx.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<ConnectionRow[]>`
      SELECT c.id, c.ledger, c.environment, c.company_id AS "companyId", c.company_name AS "companyName", c.status,
             c.status_since AS "statusSince", c.status_reason AS "statusReason", c.connected_at AS "connectedAt",
             c.connected_by_name AS "connectedByName", g.refresh_ends_at AS "refreshEndsAt",
             g.hard_ends_at AS "hardEndsAt", c.ends_when_clear_at AS "endsWhenClearAt",
             c.next_light_at AS "nextLightAt", c.next_full_at AS "nextFullAt", c.company,
             (SELECT count(*) = 1 FROM connection a WHERE a.tenant_id = ${ctx.tenantId}::uuid) AS "isOnly",
             (SELECT u.id FROM check_run u
               WHERE u.tenant_id = ${ctx.tenantId}::uuid AND u.connection_id = c.id AND u.state IN ('waiting', 'running')
               ORDER BY u.requested_at DESC LIMIT 1) AS "openRunId",
             (SELECT max(a.at) FROM check_result a
               WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.connection_id = c.id AND a.check_name = 'authorised'
                 AND a.subject = '' AND a.state = 'ok') AS "answeredAt"
        FROM connection c
        LEFT JOIN ledger_grant g ON g.tenant_id = c.tenant_id AND g.id = c.grant_id AND c.status = 'connected'
       WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ${id}::uuid`;
    if (row === undefined) throw notFound('The connection');
    return {
      ...row,
      statusSince: row.statusSince.toISOString(),
      connectedAt: isoOf(row.connectedAt),
      refreshEndsAt: isoOf(row.refreshEndsAt),
      hardEndsAt: isoOf(row.hardEndsAt),
      endsWhenClearAt: isoOf(row.endsWhenClearAt),
      nextLightAt: isoOf(row.nextLightAt),
      nextFullAt: isoOf(row.nextFullAt),
      answeredAt: isoOf(row.answeredAt),
      results: await latestAnswers(ctx, tx, id),
    };
  });
}

function isoOf(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
