import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { SYNC_STATUSES } from '#lib/records/kinds.ts';
import { listenedTypes } from './listened-types.ts';
import { wakeDeliveries } from './wake-deliveries.ts';
import { BODY_VERSION, type EventType, ITEMS_MAX, MESSAGE_MAX } from './webhook-contract.ts';

/** A record that this transaction has created or changed already. */
export type RecordChange = {
  recordId: string;
  /** Its status's number before; null for a new one. */
  before: number | null;
  /** It waits anew though its status stayed: its document changed, it was put back again or taken in again, no job holds it. */
  isRenewed: boolean;
};

/** What a transaction did; its rows are read as it has left them. */
export type Changes = { records: readonly RecordChange[]; failedAttemptIds: readonly string[] };

const OF_CHANGES: readonly EventType[] = ['record.pending', 'record.status_changed', 'attempt.failed'];

/**
 * Writes the events of what this transaction did, up to 100 records or attempts in each, and a delivery of each for
 * every subscription that hears of it: so they exist if and only if the change does. One look if nobody listens.
 */
export async function announceChanges(ctx: Ctx, tx: TenantTx, changes: Changes): Promise<void> {
  const { records, failedAttemptIds } = changes;
  if (records.length + failedAttemptIds.length === 0) return;
  const listened = await listenedTypes(ctx, tx);
  if (!OF_CHANGES.some((type) => listened.has(type))) return;
  const entries = [
    ...(listened.has('record.pending') && records.length > 0 ? [recordEntries('record.pending', ctx, records)] : []),
    ...(listened.has('record.status_changed') && records.length > 0
      ? [recordEntries('record.status_changed', ctx, records)]
      : []),
    ...(listened.has('attempt.failed') && failedAttemptIds.length > 0 ? [attemptEntries(ctx, failedAttemptIds)] : []),
  ];
  if (entries.length === 0) return;
  const most = 2 * Math.ceil(records.length / ITEMS_MAX) + Math.ceil(failedAttemptIds.length / ITEMS_MAX);
  const ids = Array.from({ length: most }, newId);
  // A plan for any number of records, made once, would take them for few and compare each with each.
  await planAnew(tx, true);
  const written = await tx.$executeRaw`
    WITH entry AS (${Prisma.join(entries, ' UNION ALL ')}),
         part AS (SELECT type, place, entry, (row_number() OVER (PARTITION BY type ORDER BY place) - 1) / ${ITEMS_MAX}::int AS part
                    FROM entry),
         body AS (SELECT type, count(*)::int AS items, json_agg(entry ORDER BY place) AS entries,
                         (${ids}::uuid[])[row_number() OVER (ORDER BY type DESC, part)] AS id
                    FROM part GROUP BY type, part),
         event AS (
           INSERT INTO webhook_event (tenant_id, id, type, items, body)
           SELECT ${ctx.tenantId}::uuid, id, type, items,
                  json_build_object('id', id, 'type', type, 'version', ${BODY_VERSION}::int, 'timestamp', ${instant('now()')},
                    'data', CASE type WHEN 'attempt.failed' THEN json_build_object('attempts', entries)
                                      ELSE json_build_object('records', entries) END)::text
             FROM body
           RETURNING id, type)
    INSERT INTO webhook_delivery (tenant_id, subscription_id, event_id)
    SELECT s.tenant_id, s.id, e.id FROM event e
      JOIN webhook_subscription s ON s.tenant_id = ${ctx.tenantId}::uuid AND s.state = 'active' AND e.type = ANY (s.events)`;
  await planAnew(tx, false);
  if (written > 0) await wakeDeliveries(tx);
}

async function planAnew(tx: TenantTx, isOn: boolean): Promise<void> {
  await tx.$executeRaw`SELECT set_config('plan_cache_mode', ${isOn ? 'force_custom_plan' : 'auto'}, true)`;
}

const COLUMNS: readonly Column<RecordChange>[] = [
  ['record_id', 'uuid', ({ recordId }) => recordId],
  ['before', 'smallint', ({ before }) => before],
  ['is_renewed', 'boolean', ({ isRenewed }) => isRenewed],
];

const IS_DUE = {
  'record.pending': Prisma.sql`r.sync_status = 0 AND r.excluded_at IS NULL AND (c.before IS DISTINCT FROM 0 OR c.is_renewed)`,
  // A new record is pending, and that is no change.
  'record.status_changed': Prisma.sql`r.sync_status <> coalesce(c.before, 0)`,
};

/** The records are named by their ids too, since the planner takes a list for one or two rows, or for a hundred. */
function recordEntries(type: keyof typeof IS_DUE, ctx: Ctx, records: readonly RecordChange[]): Prisma.Sql {
  return Prisma.sql`
    SELECT ${type}::text AS type, r.id AS place, ${recordJson('c.before')} AS entry
      FROM ${recordset('c', records, COLUMNS)}
      JOIN sync_record r ON r.tenant_id = ${ctx.tenantId}::uuid AND r.id = c.record_id
       AND r.id = ANY (${records.map(({ recordId }) => recordId)}::uuid[])
      JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id
     WHERE ${IS_DUE[type]}`;
}

function attemptEntries(ctx: Ctx, ids: readonly string[]): Prisma.Sql {
  const message = Prisma.raw(`left(a.error_message, ${MESSAGE_MAX})`);
  return Prisma.sql`
    SELECT 'attempt.failed'::text AS type, a.id AS place,
           json_build_object('id', a.id, 'externalId', a.external_id, 'attemptedAt', ${instant('a.attempted_at')},
             'errorCode', a.error_code, 'errorMessage', ${message},
             'isErrorMessageCut', coalesce(length(a.error_message), 0) > ${MESSAGE_MAX}::int,
             'record', json_build_object('id', r.id, 'kind', a.kind, 'source', s.slug, 'sourceId', a.external_key,
               'number', r.number, 'amount', ${amount('r.amount')}, 'currency', r.currency,
               'status', ${status('r.sync_status')})) AS entry
      FROM sync_attempt a
      JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.record_source_id
      LEFT JOIN sync_record r ON r.tenant_id = a.tenant_id AND r.id = a.record_id
     WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.id = ANY (${[...ids]}::uuid[])`;
}

function recordJson(before: string): Prisma.Sql {
  return Prisma.sql`json_build_object('id', r.id, 'kind', r.kind, 'source', s.slug, 'sourceId', r.external_key,
    'number', r.number, 'amount', ${amount('r.amount')}, 'currency', r.currency, 'sourceStatus', r.source_status,
    'contentVersion', r.content_version, 'status', ${status('r.sync_status')}, 'statusBefore', ${status(before)},
    'isInDoubt', r.is_in_doubt, 'isByHand', r.is_by_hand, 'referenceNumber', r.reference_number, 'syncedAmount', ${amount('r.synced_amount')},
    'syncedCurrency', r.synced_currency)`;
}

/** The same text as `toApiAmount` gives. */
function amount(column: string): Prisma.Sql {
  return Prisma.raw(`regexp_replace(${column}::text, '0{1,2}$', '')`);
}

function status(column: string): Prisma.Sql {
  const names = SYNC_STATUSES.map((name) => `'${name}'`).join(', ');
  return Prisma.raw(`(ARRAY[${names}])[${column} + 1]`);
}

function instant(column: string): Prisma.Sql {
  return Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}
