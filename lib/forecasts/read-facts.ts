import type { Ctx } from '#lib/access/context.ts';
import { PAID_DOCUMENT, UNFINISHED } from '#lib/claims/read-waits.ts';
import { foldName } from '#lib/comparisons/fold-name.ts';
import { LINE_CODES } from '#lib/comparisons/read-charts.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { foldNumber } from '#lib/ledger-documents/fold-number.ts';
import { kindOf, type SyncStatus, statusNumber } from '#lib/records/kinds.ts';
import { readSourceSettings, type SourceSettings } from '#lib/sources/source-settings.ts';
import { placeOf } from './decide-forecast.ts';
import type { Basis, LineCode, NumberHolder, Place, RecordFacts, UnfinishedDocument } from './facts.ts';

type RecordRow = Pick<
  RecordFacts,
  | 'id'
  | 'kind'
  | 'version'
  | 'connectionId'
  | 'number'
  | 'currency'
  | 'documentDate'
  | 'party'
  | 'sourceStatus'
  | 'hasLines'
  | 'hasUncodedLine'
  | 'lacksDefaultAccount'
> & { sourceId: string; email: string | null; reference: string | null };
type CodeRow = LineCode & { recordId: string };
type DocumentRow = {
  paymentId: string;
  kind: string;
  name: string;
  syncStatus: number | null;
  isExcluded: boolean;
  willFail: boolean;
};
type HolderRow = NumberHolder & { id: string };

/** Reads what the rules go by of those of the records that are in a status and not excluded: six statements, however many. */
export async function readRecordFacts(
  ctx: Ctx,
  tx: TenantTx,
  ids: readonly string[],
  status: Extract<SyncStatus, 'pending' | 'failed'>,
  { places }: Basis,
): Promise<RecordFacts[]> {
  const records = await readRecords(ctx, tx, ids, status);
  if (records.length === 0) return [];
  const found = records.map(({ id }) => id);
  const sources = await readSources(ctx, tx);
  const codes = Map.groupBy(await readLineCodes(ctx, tx, found), ({ recordId }) => recordId);
  const documents = Map.groupBy(await readUnfinished(ctx, tx, found), ({ paymentId }) => paymentId);
  const held = [
    ...(await readLedgerHolders(
      ctx,
      tx,
      records.flatMap((record) => numbered(record, places)),
    )),
    ...(await readHolders(ctx, tx, found)),
  ];
  const holders = new Map(held.map((row) => [row.id, row]));
  return records.flatMap(({ sourceId, email, reference: _, ...record }) => {
    const source = sources.get(sourceId);
    if (source === undefined) return [];
    const holder = holders.get(record.id);
    return [
      {
        ...record,
        kind: kindOf(record.kind),
        source,
        emails: email === null ? [] : [email],
        codes: codes.get(record.id) ?? [],
        unfinished: (documents.get(record.id) ?? []).map(toDocument),
        holder: holder === undefined ? null : { recordId: holder.recordId, reference: holder.reference },
      },
    ];
  });
}

function readRecords(ctx: Ctx, tx: TenantTx, ids: readonly string[], status: SyncStatus): Promise<RecordRow[]> {
  const isSales = Prisma.sql`r.kind IN ('invoice', 'invoice_payment')`;
  return tx.$queryRaw<RecordRow[]>`
    SELECT r.id, r.kind, r.version, r.connection_id AS "connectionId", r.source_id AS "sourceId", r.number, r.currency,
           r.document_date::text AS "documentDate", r.source_status AS "sourceStatus", r.reference_number AS reference,
           CASE WHEN ${isSales} THEN r.payer ELSE r.billing_org END AS party,
           CASE WHEN ${isSales} THEN r.payer_email ELSE r.billing_org_email END AS email,
           EXISTS (SELECT FROM sync_record_line l WHERE l.tenant_id = r.tenant_id AND l.record_id = r.id) AS "hasLines",
           EXISTS (SELECT FROM sync_record_line l
                    WHERE l.tenant_id = r.tenant_id AND l.record_id = r.id
                      AND coalesce(l.account_code, '') = '' AND coalesce(l.item_code, '') = '') AS "hasUncodedLine",
           EXISTS (SELECT FROM message_diagnosis d
                    WHERE d.tenant_id = r.tenant_id AND d.message_id = r.error_message_id
                      AND d.cause = 'missing_account_mapping' AND d.about_type IN ('vendor', 'customer', 'contact')
                  ) AS "lacksDefaultAccount"
      FROM sync_record r
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${[...ids]}::uuid[])
       AND r.sync_status = ${statusNumber(status)}::smallint AND r.excluded_at IS NULL`;
}

async function readSources(ctx: Ctx, tx: TenantTx): Promise<Map<string, RecordFacts['source']>> {
  const rows = await tx.source.findMany({
    where: { tenantId: ctx.tenantId },
    select: { id: true, name: true, settings: true },
  });
  return new Map(
    rows.map(({ id, name, settings }) => {
      const read: SourceSettings = readSourceSettings(settings);
      return [id, { id, name, settings: read }];
    }),
  );
}

function readLineCodes(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<CodeRow[]> {
  return tx.$queryRaw<CodeRow[]>`
    SELECT DISTINCT l.record_id AS "recordId", c.type, c.code, c.category
      FROM sync_record_line l CROSS JOIN ${LINE_CODES}
     WHERE l.tenant_id = ${ctx.tenantId}::uuid AND l.record_id = ANY (${[...ids]}::uuid[])
     ORDER BY 1, 2, 3, 4`;
}

/** The documents that payments pay and that are not Complete, and whether each will fail itself. */
function readUnfinished(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<DocumentRow[]> {
  return tx.$queryRaw<DocumentRow[]>`
    SELECT a.payment_id AS "paymentId", a.kind, coalesce(d.number, a.external_key) AS name, d.sync_status AS "syncStatus",
           d.excluded_at IS NOT NULL AS "isExcluded", coalesce(f.outcome = 'will_fail', false) AS "willFail"
      FROM record_application a ${PAID_DOCUMENT}
      LEFT JOIN record_forecast f ON f.tenant_id = d.tenant_id AND f.record_id = d.id
     WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.payment_id = ANY (${[...ids]}::uuid[]) AND ${UNFINISHED}
     ORDER BY a.payment_id, a.position`;
}

/**
 * What is in the ledger already itself holds its own number; it is written over, or its job says so. The status is cast, so
 * that the number alone leads to the others, also in a table that is new to the planner.
 */
function readHolders(ctx: Ctx, tx: TenantTx, ids: readonly string[]): Promise<HolderRow[]> {
  return tx.$queryRaw<HolderRow[]>`
    SELECT r.id, h.id AS "recordId", h.reference_number AS reference
      FROM sync_record r
      JOIN LATERAL (
        SELECT o.id, o.reference_number FROM sync_record o
         WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.kind = r.kind AND o.number_key = r.number_key AND o.id <> r.id
           AND o.sync_status::integer = 1 AND o.excluded_at IS NULL
           AND (o.connection_id = r.connection_id OR (o.connection_id IS NULL AND r.connection_id IS NULL))
           AND (r.kind = 'invoice' OR lower(o.billing_org) = lower(r.billing_org))
         LIMIT 1) h ON true
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ANY (${[...ids]}::uuid[]) AND r.kind IN ('invoice', 'bill')
       AND r.number_key <> '' AND r.reference_number IS NULL`;
}

/** A document as its number is looked for in the ledger. */
type Numbered = {
  id: string;
  connectionId: string;
  kind: string;
  number: string;
  numberKey: string;
  party: string | null;
};

const NUMBERED: readonly Column<Numbered>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['connection_id', 'uuid', ({ connectionId }) => connectionId],
  ['kind', 'text', ({ kind }) => kind],
  ['number', 'text', ({ number }) => number.trim().toLowerCase()],
  ['number_key', 'text', ({ numberKey }) => numberKey],
  ['party', 'text', ({ party }) => party],
];

function numbered(record: RecordRow, places: readonly Place[]): Numbered[] {
  const { id, kind, number, reference, party } = record;
  const connectionId = placeOf(record, places)?.connectionId;
  const numberKey = foldNumber(number);
  if (connectionId === undefined || number === null || numberKey === null || reference !== null) return [];
  if (kind !== 'invoice' && kind !== 'bill') return [];
  return [{ id, connectionId, kind, number, numberKey, party: party === null ? null : foldName(party) }];
}

/** What the ledger itself holds under the very number, whoever entered it: one that is written otherwise is another to it. */
async function readLedgerHolders(ctx: Ctx, tx: TenantTx, documents: readonly Numbered[]): Promise<HolderRow[]> {
  if (documents.length === 0) return [];
  return tx.$queryRaw<HolderRow[]>`
    SELECT n.id, NULL AS "recordId", d.external_key AS reference
      FROM ${recordset('n', documents, NUMBERED)}
      JOIN LATERAL (
        SELECT l.external_key FROM ledger_document l
         WHERE l.tenant_id = ${ctx.tenantId}::uuid AND l.connection_id = n.connection_id AND l.kind = n.kind
           AND l.number_key = n.number_key AND lower(l.number) = n.number AND l.status NOT IN ('voided', 'deleted')
           AND (n.kind = 'invoice' OR l.contact_folded = n.party)
         LIMIT 1) d ON true`;
}

function toDocument({ kind, name, syncStatus, isExcluded, willFail }: DocumentRow): UnfinishedDocument {
  return { kind: kindOf(kind), name, state: stateOf(syncStatus, isExcluded), willFail };
}

function stateOf(syncStatus: number | null, isExcluded: boolean): UnfinishedDocument['state'] {
  if (syncStatus === null) return 'unknown';
  if (isExcluded) return 'excluded';
  return syncStatus === statusNumber('failed') ? 'failed' : 'pending';
}
