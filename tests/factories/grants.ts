import { newId } from '#lib/core/ids.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { openFor, sealFor } from '#lib/secrets/key-ring.ts';
import type { Simulator } from '#tests/simulators/ledger/simulator.ts';
import { asAdministrator } from './administrator.ts';
import type { TestTenant } from './tenant.ts';

/** A grant with one connection that goes by it. */
export type MadeGrant = { tenantId: string; grantId: string; connectionId: string };

/** A grant as it stands. */
export type GrantState = {
  generation: number;
  access: string;
  refresh: string;
  isDead: boolean;
  isLost: boolean;
  isHeld: boolean;
};

/** Connects a company of a simulator, as if somebody had gone the whole way. */
export async function addGrant(
  tenant: TestTenant,
  simulator: Simulator,
  { ledger, companyId, name = 'Acme' }: { ledger: Ledger; companyId: string; name?: string },
): Promise<MadeGrant> {
  const [grantId, connectionId, tenantId] = [newId(), newId(), tenant.info.id];
  const tokens = simulator.grantTo([companyId]);
  const pair = JSON.stringify({ access: tokens.accessToken, refresh: tokens.refreshToken });
  const { sealed, keyId } = sealFor({ purpose: 'ledger_grant', tenantId, id: grantId }, pair);
  await asAdministrator(
    `INSERT INTO ledger_grant (tenant_id, id, ledger, environment, tokens, key_id, scopes, issued_at, access_ends_at,
                               refresh_ends_at, granted_by_name)
     VALUES ($1, $2, $3, 'demo', $4, $5, '{}', now(), now() + make_interval(secs => $6),
             now() + make_interval(secs => $7), 'Robin')`,
    [tenantId, grantId, ledger, sealed, keyId, tokens.accessSeconds, tokens.refreshSeconds],
  );
  await asAdministrator(
    `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name, status, environment, grant_id)
     VALUES ($1, $2, $3, $4, $5, 'connected', 'demo', $6)
     ON CONFLICT (tenant_id, ledger, company_id) DO UPDATE
        SET status = 'connected', environment = 'demo', grant_id = excluded.grant_id`,
    [tenantId, connectionId, ledger, companyId, name, grantId],
  );
  return { tenantId, grantId, connectionId };
}

/** Lets time pass for every grant of a tenant and for the simulator: what is stored moves back, its clock moves on. */
export async function passGrantTime(tenantId: string, simulator: Simulator, seconds: number): Promise<void> {
  simulator.clock.moveBy(seconds);
  await asAdministrator(
    `UPDATE ledger_grant
        SET issued_at = issued_at - i, access_ends_at = access_ends_at - i, refresh_ends_at = refresh_ends_at - i,
            hard_ends_at = hard_ends_at - i, refresh_until = refresh_until - i, refresh_lost_at = refresh_lost_at - i,
            refresh_again_at = refresh_again_at - i, dead_at = dead_at - i
       FROM make_interval(secs => $2) AS i WHERE tenant_id = $1`,
    [tenantId, seconds],
  );
}

/** Reads the grants of a tenant by their ids. */
export async function readGrants(tenantId: string): Promise<Map<string, GrantState>> {
  type Row = {
    id: string;
    tokens: Buffer | null;
    key_id: string;
    generation: number;
    dead: boolean;
    lost: boolean;
    held: boolean;
  };
  const rows = await asAdministrator<Row>(
    `SELECT id, tokens, key_id, generation, dead_at IS NOT NULL AS dead, refresh_lost_at IS NOT NULL AS lost,
            refresh_runner IS NOT NULL AS held
       FROM ledger_grant WHERE tenant_id = $1`,
    [tenantId],
  );
  return new Map(
    rows.map(({ id, tokens, key_id, generation, dead, lost, held }) => {
      const owner = { purpose: 'ledger_grant' as const, tenantId, id };
      const pair = tokens === null ? { access: '', refresh: '' } : JSON.parse(openFor(owner, tokens, key_id));
      return [id, { generation, ...pair, isDead: dead, isLost: lost, isHeld: held }];
    }),
  );
}

/** The settings with which lib/ledgers calls a simulator. */
export function settingsFor(ledger: Ledger, simulator: Simulator): Record<string, string> {
  const prefix = ledger.toUpperCase();
  return {
    [`${prefix}_CLIENT_ID`]: simulator.clientId,
    [`${prefix}_CLIENT_SECRET`]: simulator.clientSecret,
    [`${prefix}_ENVIRONMENT`]: 'demo',
    [`${prefix}_BASE_URL`]: simulator.origin,
  };
}
