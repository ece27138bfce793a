import type { Ctx } from '#lib/access/context.ts';
import { makeContext } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { type Claim, claimRecords } from '#lib/claims/claim-records.ts';
import { sweepLeases } from '#lib/claims/sweep-leases.ts';
import { newId } from '#lib/core/ids.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { asAdministrator } from './administrator.ts';
import { received } from './received-item.ts';
import type { TestTenant } from './tenant.ts';

/** Sends invoices that are to be synced, the first the oldest; gives their ids by their ids in the source. */
export async function putInvoices(ctx: Ctx, sourceIds: readonly string[], changes: object = {}): Promise<string[]> {
  const results = await putRecords(
    ctx,
    received(
      sourceIds.map((sourceId) => ({
        kind: 'invoice',
        sourceId,
        number: sourceId.toUpperCase(),
        amount: '100.00',
        currency: 'USD',
        sourceStatus: 'Created',
        ...changes,
      })),
    ),
  );
  return results.map(({ id }) => String(id));
}

/** The source ids of what was claimed, in the order in which it was handed out. */
export function namesOf({ records }: Claim): unknown[] {
  return records.map(({ sourceId }) => sourceId);
}

/** Claims with the key's own source, a hundred at most. */
export function claim(ctx: Ctx, body: object = {}): Promise<Claim> {
  return claimRecords(ctx, body);
}

/** Lets the time of what is held run out, as if the claims had been made `minutesAgo`. */
export async function runOut(tenant: TestTenant, minutesAgo = 10): Promise<void> {
  await asAdministrator(
    `UPDATE lease SET claimed_at = now() - make_interval(mins => $2), expires_at = now() - interval '1 second'
      WHERE tenant_id = $1`,
    [tenant.info.id, minutesAgo],
  );
}

/** Does what the worker does every other second. */
export function sweep(tenant: TestTenant): Promise<number> {
  return sweepLeases(
    makeContext({
      tenant: tenant.info,
      actor: { type: 'job', id: null, name: 'leases' },
      permissions: new Set(['claim:write']),
      requestId: newId(),
      address: null,
    }),
  );
}

/** Reports an outcome of an invoice, by default now. */
export function report(ctx: Ctx, sourceId: string, outcome: 'complete' | 'failed', changes: object = {}) {
  return reportAttempts(
    ctx,
    received([
      {
        externalId: newId(),
        record: { kind: 'invoice', sourceId },
        outcome,
        attemptedAt: new Date().toISOString(),
        ...(outcome === 'complete' ? { referenceNumber: `QB-${sourceId}` } : { errorMessage: 'No.' }),
        ...changes,
      },
    ]),
  );
}

/** Lets a claim of the tenant's key hold the records for an hour, or since an hour ago if it has run out. */
export async function holdRecords(
  tenant: TestTenant,
  recordIds: readonly string[],
  { hasRunOut = false }: { hasRunOut?: boolean } = {},
): Promise<void> {
  if (recordIds.length === 0) return;
  const claimId = newId();
  await asAdministrator(
    `WITH made AS (
       INSERT INTO claim (tenant_id, id, source_id, api_key_id, record_count, claimed_at)
       VALUES ($1, $2, $3, $4, $5, now() - interval '2 hours'))
     INSERT INTO lease (tenant_id, record_id, claim_id, source_id, holder, content_version, claimed_at, expires_at)
     SELECT $1, id, $2, $3, 'TMS', 1, now() - interval '2 hours', now() + $7::interval FROM unnest($6::uuid[]) AS id`,
    [
      tenant.info.id,
      claimId,
      tenant.sourceId,
      tenant.keyId,
      recordIds.length,
      recordIds,
      hasRunOut ? '-1 hour' : '1 hour',
    ],
  );
}
