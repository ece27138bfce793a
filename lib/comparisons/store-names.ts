import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { NameCounts, NameMatch } from './comparison-contract.ts';
import { lockComparison, storeCounts } from './store-counts.ts';

/** So many rows go to the database at once. */
const ROWS_AT_ONCE = 5_000;

const COLUMNS: readonly Column<NameMatch>[] = [
  ['party', 'text', ({ party }) => party],
  ['name', 'text', ({ name }) => name],
  ['outcome', 'text', ({ outcome }) => outcome],
  ['reasons', 'text', ({ reasons }) => reasons.join()],
  ['contact_type', 'text', ({ contactType }) => contactType],
  ['contact_key', 'text', ({ contactKey }) => contactKey],
  ['contact_name', 'text', ({ contactName }) => contactName],
  ['others', 'integer', ({ others }) => others],
  ['email', 'text', ({ email }) => email],
  ['contact_email', 'text', ({ contactEmail }) => contactEmail],
  ['email_outcome', 'text', ({ emailOutcome }) => emailOutcome],
  ['records', 'integer', ({ records }) => records],
  ['open_records', 'integer', ({ openRecords }) => openRecords],
  ['open_money', 'jsonb', ({ openMoney }) => openMoney],
];

/** Keeps what comparing names gave instead of what was kept before; what is the same is not written again. */
export async function storeNames(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  matches: readonly NameMatch[],
  counts: NameCounts,
): Promise<void> {
  await lockComparison(ctx, tx, connectionId, 'names');
  for (let from = 0; from < matches.length; from += ROWS_AT_ONCE) {
    await tx.$executeRaw`
      INSERT INTO name_match AS m (tenant_id, connection_id, party, name, outcome, reasons, contact_type, contact_key, contact_name,
                                   others, email, contact_email, email_outcome, records, open_records, open_money)
      SELECT ${ctx.tenantId}::uuid, ${connectionId}::uuid, n.party, n.name, n.outcome, string_to_array(n.reasons, ','),
             n.contact_type, n.contact_key, n.contact_name, n.others, n.email, n.contact_email, n.email_outcome, n.records,
             n.open_records, n.open_money
        FROM ${recordset('n', matches.slice(from, from + ROWS_AT_ONCE), COLUMNS)}
      ON CONFLICT (tenant_id, connection_id, party, name) DO UPDATE
         SET outcome = excluded.outcome, reasons = excluded.reasons, contact_type = excluded.contact_type,
             contact_key = excluded.contact_key, contact_name = excluded.contact_name, others = excluded.others,
             email = excluded.email, contact_email = excluded.contact_email, email_outcome = excluded.email_outcome,
             records = excluded.records, open_records = excluded.open_records, open_money = excluded.open_money
       WHERE (m.outcome, m.reasons, m.contact_type, m.contact_key, m.contact_name, m.others, m.email, m.contact_email,
              m.email_outcome, m.records, m.open_records, m.open_money)
             IS DISTINCT FROM
             (excluded.outcome, excluded.reasons, excluded.contact_type, excluded.contact_key, excluded.contact_name,
              excluded.others, excluded.email, excluded.contact_email, excluded.email_outcome, excluded.records,
              excluded.open_records, excluded.open_money)`;
  }
  await tx.$executeRaw`
    DELETE FROM name_match m
     WHERE m.tenant_id = ${ctx.tenantId}::uuid AND m.connection_id = ${connectionId}::uuid
       AND NOT EXISTS (SELECT FROM ${recordset('n', matches, COLUMNS.slice(0, 2))} WHERE n.party = m.party AND n.name = m.name)`;
  await storeCounts(ctx, tx, connectionId, 'names', counts);
}
