import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { toAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { CARRIER_COLUMNS, joinCarriers } from '#lib/ingest/carrier.ts';
import type { RecordAttempt, RecordDetail } from './record-contract.ts';

/** A job that tries for ever, each time with a large payload, must not make a record that no server can show. */
const ATTEMPTS_AT_ONCE = 200;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** The ledger's company that a row of `connection c` is about, as people and the API see it. */
export const CONNECTION_COLUMN = Prisma.sql`CASE WHEN c.id IS NOT NULL
  THEN json_build_object('ledger', c.ledger, 'companyId', c.company_id, 'companyName', c.company_name) END AS connection`;

const OUTCOMES: Record<number, RecordAttempt['outcome']> = { 1: 'complete', 2: 'failed', 3: 'unknown' };

type AttemptRow = Omit<RecordAttempt, 'outcome' | 'attemptedAt' | 'receivedAt'> & {
  outcome: number;
  attemptedAt: Date;
  receivedAt: Date;
  earlier: number;
};

/**
 * Reads a record's attempts, the newest first, or those before the one that a cursor names: as many as may be shown at
 * once, each whole. Throws `invalid_input` for a cursor that is none.
 */
export async function readAttempts(
  ctx: Ctx,
  tx: TenantTx,
  recordId: string,
  cursor: string | null,
): Promise<Pick<RecordDetail, 'attempts' | 'earlierAttemptsCursor'>> {
  if (cursor !== null && !isId(cursor)) throw unknownCursor();
  const isBefore =
    cursor === null
      ? Prisma.empty
      : Prisma.sql`AND (b.attempted_at, b.external_id COLLATE "C") <
          (SELECT o.attempted_at, o.external_id COLLATE "C" FROM sync_attempt o
            WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id = ${cursor}::uuid AND o.record_id = ${recordId}::uuid)`;
  const rows = await tx.$queryRaw<AttemptRow[]>`
    WITH newest AS (
           SELECT b.id, b.attempted_at, b.external_id,
                  coalesce(octet_length(b.raw), 0) + coalesce(octet_length(b.error_message), 0) AS bytes
             FROM sync_attempt b
            WHERE b.tenant_id = ${ctx.tenantId}::uuid AND b.record_id = ${recordId}::uuid ${isBefore}
            ORDER BY b.attempted_at DESC, b.external_id COLLATE "C" DESC LIMIT ${ATTEMPTS_AT_ONCE + 1}::int),
         placed AS (
           SELECT id, row_number() OVER newest_first AS place, sum(bytes) OVER newest_first AS bytes,
                  (count(*) OVER ())::int AS count
             FROM newest WINDOW newest_first AS (ORDER BY attempted_at DESC, external_id COLLATE "C" DESC))
    SELECT a.id, a.external_id AS "externalId", a.outcome, a.attempted_at AS "attemptedAt", a.received_at AS "receivedAt",
           s.slug AS source, ${CARRIER_COLUMNS}, ${CONNECTION_COLUMN}, a.sent_amount::text AS "sentAmount",
           a.sent_currency AS "sentCurrency", a.reference_number AS "referenceNumber", a.synced_amount::text AS "syncedAmount",
           a.synced_currency AS "syncedCurrency", a.error_code AS "errorCode", a.error_message AS "errorMessage", a.raw,
           a.content_version AS "contentVersion", (p.count - p.place)::int AS earlier
      FROM placed p
      JOIN sync_attempt a ON a.tenant_id = ${ctx.tenantId}::uuid AND a.id = p.id
      JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
      ${joinCarriers('a')}
      LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
     WHERE p.place = 1 OR (p.place <= ${ATTEMPTS_AT_ONCE}::int AND p.bytes <= ${BYTES_AT_ONCE}::int)
     ORDER BY p.place`;
  const last = rows.at(-1);
  return {
    attempts: rows.map(({ earlier: _, ...row }) => ({
      ...row,
      outcome: OUTCOMES[row.outcome] ?? 'unknown',
      attemptedAt: row.attemptedAt.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
      sentAmount: row.sentAmount === null ? null : toAmount(row.sentAmount),
      syncedAmount: row.syncedAmount === null ? null : toAmount(row.syncedAmount),
    })),
    earlierAttemptsCursor: last !== undefined && last.earlier > 0 ? last.id : null,
  };
}

function unknownCursor(): AppError {
  const message = 'must be an earlierAttemptsCursor of this record';
  return new AppError('invalid_input', {
    message: `The cursor ${message}.`,
    fields: [{ field: 'attemptsCursor', message }],
  });
}
