import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { explainDifference } from '#lib/amounts/explain-difference.ts';
import { withWaits } from '#lib/claims/read-waits.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { toAmount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { withForecasts } from '#lib/forecasts/with-forecasts.ts';
import { readHeldDocument } from '#lib/ledger-documents/read-held-document.ts';
import { isComparedKind, kindOf } from './kinds.ts';
import { CONNECTION_COLUMN, readAttempts } from './read-attempts.ts';
import type { RecordApplication, RecordDetail, RecordEvent, RecordLine } from './record-contract.ts';
import { ROW_COLUMNS, type StoredRow, toRecordRow } from './row-columns.ts';

/** Audit events of one record beyond this many are on the audit screen. */
const EVENTS_MAX = 500;

/**
 * Gives one record whole, with its newest attempts, or those that come after the one of an `earlierAttemptsCursor`.
 * Throws `not_found` for an unknown id and for another tenant's alike.
 */
export async function getRecord(ctx: Ctx, id: string, attemptsCursor: string | null = null): Promise<RecordDetail> {
  requirePermission(ctx, 'record:read');
  if (!isId(id)) throw notFound('The record');
  return ctx.transaction(async (tx) => {
    const [head] = await withForecasts(ctx, tx, await withWaits(ctx, tx, [await readHead(ctx, tx, id)]));
    if (head === undefined) throw notFound('The record');
    const lines = await readLines(ctx, tx, id);
    return {
      ...head,
      lines,
      ...(await readHolding(ctx, tx, head, lines)),
      applies: await readApplies(ctx, tx, id),
      paidBy: await readPaidBy(ctx, tx, id),
      ...(await readAttempts(ctx, tx, id, attemptsCursor)),
      events: await readEvents(ctx, tx, id),
    };
  });
}

/** What the ledger holds of it, and why that is another amount. Payments have a side of their own, which is not explained. */
async function readHolding(
  ctx: Ctx,
  tx: TenantTx,
  record: Head,
  lines: RecordLine[],
): Promise<Pick<RecordDetail, 'inLedger' | 'explanation'>> {
  const { kind, referenceNumber, connection } = record;
  const found = await readHeldDocument(ctx, tx, { kind, referenceNumber, companyId: connection?.companyId ?? null });
  const document = found === null ? null : { ...found.held, lines: found.lines };
  return {
    inLedger: found?.held ?? null,
    explanation: isComparedKind(kind) ? explainDifference(record, lines, document) : null,
  };
}

type Connection = RecordDetail['connection'];
type Head = Omit<
  RecordDetail,
  | 'waits'
  | 'forecast'
  | 'lines'
  | 'inLedger'
  | 'explanation'
  | 'applies'
  | 'paidBy'
  | 'attempts'
  | 'earlierAttemptsCursor'
  | 'events'
>;
type HeadRow = StoredRow & {
  payerEmail: string | null;
  billingOrgEmail: string | null;
  sourceName: string;
  connection: Connection;
  sourceUpdatedAt: Date | null;
  contentVersion: number;
  syncedContentVersion: number | null;
  syncedAt: Date | null;
  createdAt: Date;
};

async function readHead(ctx: Ctx, tx: TenantTx, id: string): Promise<Head> {
  const [row] = await tx.$queryRaw<HeadRow[]>`
    SELECT ${ROW_COLUMNS}, r.payer_email AS "payerEmail", r.billing_org_email AS "billingOrgEmail", s.name AS "sourceName",
           ${CONNECTION_COLUMN}, r.source_updated_at AS "sourceUpdatedAt", r.content_version AS "contentVersion",
           r.synced_content_version AS "syncedContentVersion", r.synced_at AS "syncedAt",
           r.created_at AS "createdAt"
      FROM sync_record r
      JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
      LEFT JOIN connection c ON c.tenant_id = r.tenant_id AND c.id = r.connection_id
     WHERE r.tenant_id = ${ctx.tenantId}::uuid AND r.id = ${id}::uuid`;
  if (row === undefined) throw notFound('The record');
  return {
    ...toRecordRow(row),
    payerEmail: row.payerEmail,
    billingOrgEmail: row.billingOrgEmail,
    sourceName: row.sourceName,
    connection: row.connection,
    sourceUpdatedAt: iso(row.sourceUpdatedAt),
    contentVersion: row.contentVersion,
    syncedContentVersion: row.syncedContentVersion,
    syncedAt: iso(row.syncedAt),
    createdAt: row.createdAt.toISOString(),
  };
}

async function readLines(ctx: Ctx, tx: TenantTx, id: string): Promise<RecordLine[]> {
  const rows = await tx.$queryRaw<RecordLine[]>`
    SELECT line_no AS "lineNo", description, trim_scale(quantity)::text AS quantity, trim_scale(unit_amount)::text AS "unitAmount",
           amount::text, account_code AS "accountCode", item_code AS "itemCode", tax_code AS "taxCode",
           tax_amount::text AS "taxAmount", tracking, synced_amount::text AS "syncedAmount"
      FROM sync_record_line WHERE tenant_id = ${ctx.tenantId}::uuid AND record_id = ${id}::uuid ORDER BY line_no`;
  return rows.map((row) => ({
    ...row,
    amount: amountOf(row.amount),
    taxAmount: amountOf(row.taxAmount),
    syncedAmount: amountOf(row.syncedAmount),
  }));
}

type ApplicationRow = {
  kind: string;
  sourceId: string;
  recordId: string | null;
  number: string | null;
  amount: string;
};

async function readApplies(ctx: Ctx, tx: TenantTx, id: string): Promise<RecordApplication[]> {
  const rows = await tx.$queryRaw<ApplicationRow[]>`
    SELECT a.kind, a.external_key AS "sourceId", d.id AS "recordId", d.number, a.amount::text
      FROM record_application a
      LEFT JOIN sync_record d ON d.tenant_id = a.tenant_id AND d.source_id = a.source_id AND d.kind = a.kind
                             AND d.external_key = a.external_key
     WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.payment_id = ${id}::uuid ORDER BY a.position`;
  return rows.map(toApplication);
}

async function readPaidBy(ctx: Ctx, tx: TenantTx, id: string): Promise<RecordApplication[]> {
  const rows = await tx.$queryRaw<ApplicationRow[]>`
    SELECT p.kind, p.external_key AS "sourceId", p.id AS "recordId", p.number, a.amount::text
      FROM sync_record d
      JOIN record_application a ON a.tenant_id = d.tenant_id AND a.source_id = d.source_id AND a.kind = d.kind
                               AND a.external_key = d.external_key
      JOIN sync_record p ON p.tenant_id = a.tenant_id AND p.id = a.payment_id
     WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.id = ${id}::uuid ORDER BY p.id`;
  return rows.map(toApplication);
}

type EventRow = Omit<RecordEvent, 'at' | 'actor'> & {
  at: Date;
  actorType: RecordEvent['actor']['type'];
  actorName: string;
};

async function readEvents(ctx: Ctx, tx: TenantTx, id: string): Promise<RecordEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT e.id, e.at, e.actor_type AS "actorType", e.actor_name AS "actorName", e.action, e.before, e.after, e.note,
           o.id AS "bulkOperationId"
      FROM audit_event e
      LEFT JOIN bulk_operation o ON o.tenant_id = e.tenant_id AND o.total > 1
       AND o.id = CASE WHEN e.correlation_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN e.correlation_id::uuid END
     WHERE e.tenant_id = ${ctx.tenantId}::uuid AND e.subject_type = 'record' AND e.subject_id = ${id}::uuid
     ORDER BY e.id DESC LIMIT ${EVENTS_MAX}::int`;
  return rows.map(({ actorType, actorName, at, ...event }) => ({
    ...event,
    at: at.toISOString(),
    actor: { type: actorType, name: actorName },
  }));
}

function toApplication(row: ApplicationRow): RecordApplication {
  return { ...row, kind: kindOf(row.kind), amount: toAmount(row.amount) };
}

function amountOf(text: string | null) {
  return text === null ? null : toAmount(text);
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
