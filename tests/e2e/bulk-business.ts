import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import type { TenantInfo } from '#lib/access/context.ts';
import type { Role } from '#lib/access/permissions.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { type MadePerson, makeMember } from '#tests/factories/people.ts';

/** A business of a test's own, in which it may change whatever it likes. */
export type Business = { tenant: TenantInfo; person: MadePerson; key: string };

/**
 * Makes one with so many failed invoices `INV-0001`, …, of 100.50 USD each, the first the newest; the last `complete` of
 * them a sync job has completed. Gives a member of it, and the key of a sync job.
 */
export async function makeBusiness(
  counts: { failed: number; complete?: number },
  roles: readonly Role[] = ['accounting_sync'],
): Promise<Business> {
  const { tenant, person } = await makeMember(roles, { person: { name: 'Petra Lindqvist' } });
  const sourceId = newId();
  const { text, prefix, secretHash } = makeApiKeyText(tenant.id);
  const complete = counts.complete ?? 0;
  await asOwner(tenant.id, async (client) => {
    await client.query(`INSERT INTO source (tenant_id, id, slug, name) VALUES ($1, $2, 'tms', 'TMS')`, [
      tenant.id,
      sourceId,
    ]);
    await client.query(
      `INSERT INTO api_key (tenant_id, id, source_id, name, prefix, secret_hash, scopes)
       VALUES ($1, $2, $3, 'Sync job', $4, $5, '{records:read,records:write,attempts:write,claims:write}')`,
      [tenant.id, newId(), sourceId, prefix, Buffer.from(secretHash)],
    );
    await client.query(
      `INSERT INTO sync_record (tenant_id, id, source_id, kind, external_key, number, amount, currency, payer, sync_status,
                                sync_date, pending_since, last_attempt_at, attempt_count, error_message, reference_number,
                                synced_at, synced_amount, synced_currency)
       SELECT $1, gen_random_uuid(), $2, 'invoice', 'inv_' || n, 'INV-' || lpad(n::text, 4, '0'), 100.5, 'USD', 'Payer ' || n % 7,
              CASE WHEN n > $3 THEN 1 ELSE 2 END, ts, ts, ts, 1, CASE WHEN n <= $3 THEN 'No such customer' END,
              CASE WHEN n > $3 THEN 'QB-' || n END, CASE WHEN n > $3 THEN ts END, CASE WHEN n > $3 THEN 100.5 END,
              CASE WHEN n > $3 THEN 'USD' END
         FROM generate_series(1, $4::int) n, LATERAL (SELECT now() - n * interval '3 minutes' AS ts) t`,
      [tenant.id, sourceId, counts.failed, counts.failed + complete],
    );
  });
  return { tenant, person, key: text };
}
