import { newId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Decision, StoredPayload } from './assess-payloads.ts';
import type { PayloadState } from './hook-contract.ts';

/** A claim that is not settled within so long belongs to a worker that died. */
const CLAIM_SECONDS = 60;
const CLAIMED_MAX = 200;
const BYTES_MAX = 4 * 1024 * 1024;

/** A payload that this worker alone works on, and how often it was tried, this time included. */
export type ClaimedPayload = StoredPayload & { tries: number };

/** Claims the payloads that have waited longest, as many as fit into memory; what another worker has is left alone. */
export function claimPayloads(tx: TenantTx, tenantId: string): Promise<ClaimedPayload[]> {
  return tx.$queryRaw<ClaimedPayload[]>`
    WITH free AS (
      SELECT id, octet_length(body) AS bytes FROM hook_payload
       WHERE tenant_id = ${tenantId}::uuid AND state = 'received' AND (claimed_until IS NULL OR claimed_until < now())
       ORDER BY id LIMIT ${CLAIMED_MAX}::int FOR UPDATE SKIP LOCKED
    ), chosen AS (
      SELECT id, sum(bytes) OVER (ORDER BY id) - bytes AS before FROM free
    )
    UPDATE hook_payload p SET claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}::int), tries = tries + 1
      FROM chosen c
     WHERE p.tenant_id = ${tenantId}::uuid AND p.id = c.id AND c.before < ${BYTES_MAX}::int
    RETURNING p.id, p.hook_id AS "hookId", p.received_at AS "receivedAt", p.content_type AS "contentType",
              p.is_cut AS "isCut", p.body, p.tries`;
}

/** Lets others have claimed payloads, after a while. */
export async function putOff(tx: TenantTx, tenantId: string, ids: readonly string[], seconds: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE hook_payload SET claimed_until = now() + make_interval(secs => ${seconds}::int)
     WHERE tenant_id = ${tenantId}::uuid AND id = ANY (${[...ids]}::uuid[]) AND state = 'received'`;
}

/** What became of a payload. */
export type Settlement = {
  id: string;
  state: PayloadState;
  reasons?: readonly { field: string; message: string }[] | undefined;
  values?: Record<string, string> | undefined;
  preset?: string | null;
  mappingVersion?: number | null;
  externalId?: string | null;
  attemptId?: string | null | undefined;
  recordId?: string | null | undefined;
};

const COLUMNS: readonly Column<Settlement>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['state', 'text', ({ state }) => state],
  ['reasons', 'json', ({ reasons }) => (reasons?.length ? reasons : null)],
  ['mapped', 'json', ({ values }) => values],
  ['preset', 'text', ({ preset }) => preset],
  ['mapping_version', 'integer', ({ mappingVersion }) => mappingVersion],
  ['external_id', 'text', ({ externalId }) => storableId(externalId)],
  ['attempt_id', 'uuid', ({ attemptId }) => attemptId],
  ['record_id', 'uuid', ({ recordId }) => recordId],
];

/**
 * Writes what became of payloads that are in one of the states. Gives the ids of those that were: what somebody settled
 * meanwhile is left as it is.
 */
export async function settle(
  tx: TenantTx,
  tenantId: string,
  from: readonly PayloadState[],
  settlements: readonly Settlement[],
): Promise<string[]> {
  if (settlements.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE hook_payload p
       SET state = s.state, reasons = s.reasons, mapped = s.mapped, preset = s.preset, mapping_version = s.mapping_version,
           external_id = s.external_id, attempt_id = s.attempt_id, record_id = s.record_id, claimed_until = NULL
      FROM ${recordset('s', settlements, COLUMNS)}
     WHERE p.tenant_id = ${tenantId}::uuid AND p.id = s.id AND p.state = ANY (${[...from]}::text[])
    RETURNING p.id`;
  return rows.map(({ id }) => id);
}

type Entry = { id: string; entryNo: number; body: Uint8Array };
const ENTRY_COLUMNS: readonly Column<Entry>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['entry_no', 'integer', ({ entryNo }) => entryNo],
  ['body', 'bytea', ({ body }) => Buffer.from(body).toString('hex')],
];

/** Makes the entries of a list payloads of their own, which wait to be looked at. */
export async function insertEntries(
  tx: TenantTx,
  tenantId: string,
  { payload, entries }: Extract<Decision, { to: 'split' }>,
): Promise<void> {
  const rows = entries.map((body, index): Entry => ({ id: newId(), entryNo: index + 1, body }));
  await tx.$executeRaw`
    INSERT INTO hook_payload (tenant_id, id, hook_id, received_at, content_type, body, size, request_id, parent_id, entry_no)
    SELECT p.tenant_id, e.id, p.hook_id, p.received_at, 'application/json', e.body, octet_length(e.body), p.request_id, p.id,
           e.entry_no
      FROM ${recordset('e', rows, ENTRY_COLUMNS)}
      JOIN hook_payload p ON p.tenant_id = ${tenantId}::uuid AND p.id = ${payload.id}::uuid
    ON CONFLICT (tenant_id, parent_id, entry_no) DO NOTHING`;
}

/** What is too long for an id, or holds what the database can't, was refused as one. */
function storableId(externalId: string | null | undefined): string | null {
  if (externalId == null || externalId.length > 255) return null;
  return externalId.includes('\u0000') || !externalId.isWellFormed() ? null : externalId;
}
