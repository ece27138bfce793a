import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { storedAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf, statusOfNumber } from '#lib/records/kinds.ts';
import type { MatchCandidate } from './inbox-contract.ts';
import { cluesOfAttempt, cluesOfPayload, type MatchClues } from './match-clues.ts';

const SUGGESTED_MAX = 8;
/** So many finds of each way are looked at; what is commoner than this says nothing. */
const FINDS_MAX = 60;
const SEARCHED_MIN = 3;
const SEARCHED_MAX = 16;

/** Gives the records that an attempt or a payload of the inbox could belong to, the likeliest first. Throws `not_found`. */
export async function suggestRecords(ctx: Ctx, part: 'unmatched' | 'payloads', id: string): Promise<MatchCandidate[]> {
  requirePermission(ctx, 'record:read');
  if (!isId(id)) throw notFound('The item');
  return ctx.transaction(async (tx) => {
    const clues = await (part === 'unmatched' ? readAttemptClues : readPayloadClues)(ctx, tx, id);
    return findByClues(ctx, tx, clues);
  });
}

type AttemptRow = {
  kind: string;
  sourceId: string;
  referenceNumber: string | null;
  sentAmount: string | null;
  syncedAmount: string | null;
  errorMessage: string | null;
  raw: string | null;
};

async function readAttemptClues(ctx: Ctx, tx: TenantTx, id: string): Promise<MatchClues> {
  const [row] = await tx.$queryRaw<AttemptRow[]>`
    SELECT kind, external_key AS "sourceId", reference_number AS "referenceNumber", sent_amount::text AS "sentAmount",
           synced_amount::text AS "syncedAmount", error_message AS "errorMessage", raw
      FROM sync_attempt WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  if (row === undefined) throw notFound('The attempt');
  return cluesOfAttempt({ ...row, kind: kindOf(row.kind), amounts: [row.sentAmount, row.syncedAmount] });
}

async function readPayloadClues(ctx: Ctx, tx: TenantTx, id: string): Promise<MatchClues> {
  const [row] = await tx.$queryRaw<{ mapped: Record<string, unknown> | null; body: Uint8Array }[]>`
    SELECT mapped, body FROM hook_payload WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid`;
  if (row === undefined) throw notFound('The payload');
  return cluesOfPayload(row.mapped ?? {}, Buffer.from(row.body).toString('utf8'));
}

type CandidateRow = Omit<MatchCandidate, 'kind' | 'syncStatus' | 'amount'> & {
  kind: string;
  syncStatus: number;
  amount: string | null;
};

/**
 * One statement: finds by the id, the number, the amount of open records, and the texts anywhere in a record, each by
 * its own index; then says of each find all that speaks for it, and orders by how much that is.
 */
async function findByClues(ctx: Ctx, tx: TenantTx, clues: MatchClues): Promise<MatchCandidate[]> {
  const lower = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());
  const kinds = [...clues.kinds];
  const numbers = lower(clues.numbers);
  const parties = lower(clues.parties);
  const references = lower(clues.references);
  // Numbers last: most of them are found as numbers already, and not as parts of other texts.
  const texts = [...new Set([...references, ...parties, ...numbers])].filter(({ length }) => length >= SEARCHED_MIN);
  const searched = texts.slice(0, SEARCHED_MAX);
  const rows = await tx.$queryRaw<CandidateRow[]>`
    WITH found AS (
      SELECT r.id FROM source s
        JOIN sync_record r ON r.tenant_id = s.tenant_id AND r.source_id = s.id AND r.kind = ANY (${kinds}::text[])
                          AND r.external_key = ANY (${clues.ids}::text[])
       WHERE s.tenant_id = ${ctx.tenantId}::uuid
      UNION
      (SELECT r.id FROM sync_record r
        WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ANY (${kinds}::text[])
          AND r.number_key = ANY (${numbers}::text[]) LIMIT ${FINDS_MAX}::int)
      UNION
      (SELECT r.id FROM sync_record r
        WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.kind = ANY (${kinds}::text[])
          AND r.amount_key = ANY (${clues.amounts.map(Number)}::float8[]) AND r.sync_status <> 1 AND r.excluded_at IS NULL
        LIMIT ${FINDS_MAX}::int)
      UNION
      SELECT f.id FROM unnest(${searched}::text[]) AS t(text)
       CROSS JOIN LATERAL search_record_ids(${ctx.tenantId}::uuid, ${kinds}::text[], '{0,1,2}'::smallint[], t.text,
                                            ${FINDS_MAX}::int) AS f(id)
    ), judged AS (
      SELECT r.*,
             r.external_key = ANY (${clues.ids}::text[]) AS by_id,
             r.number_key <> '' AND r.number_key = ANY (${numbers}::text[]) AS by_number,
             coalesce(lower(r.reference_number) = ANY (${references}::text[]), false) AS by_reference,
             coalesce(lower(r.shipment_id) = ANY (${numbers}::text[]), false) AS by_shipment,
             coalesce(r.amount = ANY (${clues.amounts}::numeric[]), false) AS by_amount,
             EXISTS (SELECT FROM unnest(${parties}::text[]) AS p(text)
                      WHERE position(p.text IN r.payer_key) > 0 OR position(p.text IN lower(coalesce(r.billing_org, ''))) > 0) AS by_party
        FROM found JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = found.id)
    SELECT r.id, r.kind, s.slug AS source, r.external_key AS "sourceId", r.number, coalesce(r.payer, r.billing_org) AS party,
           r.amount::text AS amount, r.currency, r.document_date::text AS "documentDate", r.sync_status AS "syncStatus",
           r.reference_number AS "referenceNumber",
           array_remove(ARRAY[CASE WHEN by_id THEN 'id' END, CASE WHEN by_number THEN 'number' END,
                              CASE WHEN by_reference THEN 'reference' END, CASE WHEN by_shipment THEN 'shipment' END,
                              CASE WHEN by_amount THEN 'amount' END, CASE WHEN by_party THEN 'party' END], NULL) AS reasons
      FROM judged r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE by_id OR by_number OR by_reference OR by_shipment OR by_amount OR by_party
     ORDER BY by_id::int * 8 + by_number::int * 8 + by_reference::int * 8 + by_shipment::int * 4 + by_amount::int * 3
              + by_party::int * 2 + (r.sync_status <> 1)::int DESC, r.list_date DESC, r.id DESC
     LIMIT ${SUGGESTED_MAX}::int`;
  return rows.map((row) => ({
    ...row,
    kind: kindOf(row.kind),
    syncStatus: statusOfNumber(row.syncStatus),
    amount: row.amount === null ? null : storedAmount(row.amount),
  }));
}
