import type { AttemptInput } from '#lib/attempts/schemas.ts';
import type { Amount } from '#lib/core/money.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { AttemptFacts } from '#lib/records/apply-attempt.ts';
import type { RecordKey } from './record-store.ts';

/** An attempt that is stored already, found by the job's own id of it. */
export type KnownAttempt = { id: string; externalId: string; contentHash: string; recordId: string | null };

/** An attempt that waits for its record. */
export type UnmatchedAttempt = AttemptFacts & { key: RecordKey; syncedLines: AttemptInput['syncedLines'] };

/** An attempt as it goes into the table. */
export type NewAttempt = AttemptFacts & {
  recordId: string | null;
  key: RecordKey;
  contentVersion: number | null;
  connectionId: string | null;
  sentAmount: Amount | null;
  syncedLines: AttemptInput['syncedLines'];
  raw: string | null;
  contentHash: string;
};

/** Finds what is stored under the given ids of one reporting source. */
export function findAttempts(
  tx: TenantTx,
  tenantId: string,
  sourceId: string,
  externalIds: readonly string[],
): Promise<KnownAttempt[]> {
  return tx.$queryRaw<KnownAttempt[]>`
    SELECT id, external_id AS "externalId", encode(content_hash, 'hex') AS "contentHash", record_id AS "recordId"
      FROM sync_attempt
     WHERE tenant_id = ${tenantId}::uuid AND source_id = ${sourceId}::uuid AND external_id = ANY (${externalIds}::text[])`;
}

/** Finds the attempts that wait for records of these keys. */
export async function findUnmatched(
  tx: TenantTx,
  tenantId: string,
  keys: readonly RecordKey[],
): Promise<UnmatchedAttempt[]> {
  const rows = await tx.$queryRaw<(UnmatchedRow & RecordKey)[]>`
    SELECT a.id, a.external_id AS "externalId", a.outcome, a.attempted_at AS "attemptedAt", a.sent_currency AS "sentCurrency",
           a.reference_number AS "referenceNumber", a.synced_amount::text AS "syncedAmount",
           a.synced_currency AS "syncedCurrency", a.error_code AS "errorCode", a.error_message AS "errorMessage",
           a.synced_lines AS "syncedLines", a.record_source_id AS "sourceId", a.kind, a.external_key AS "externalKey"
      FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k("sourceId" uuid, kind text, "externalKey" text)
      JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.record_id IS NULL AND a.record_source_id = k."sourceId"
                         AND a.kind = k.kind AND a.external_key = k."externalKey"
     ORDER BY a.attempted_at, a.external_id COLLATE "C"`;
  return rows.map(({ sourceId, kind, externalKey, outcome, attemptedAt, ...rest }) => ({
    ...rest,
    outcome: outcome === 1 ? 'complete' : 'failed',
    attemptedAt: attemptedAt.toISOString(),
    key: { sourceId, kind, externalKey },
  }));
}

/** Appends attempts. Gives how many went in: fewer than given when another transaction reported one of them first. */
export function insertAttempts(
  tx: TenantTx,
  tenantId: string,
  reporter: { sourceId: string; apiKeyId: string | null },
  attempts: readonly NewAttempt[],
): Promise<number> {
  const rows = attempts.map(({ key, ...attempt }) => ({
    ...attempt,
    ...key,
    outcome: attempt.outcome === 'complete' ? 1 : 2,
  }));
  return tx.$executeRaw`
    INSERT INTO sync_attempt (tenant_id, id, source_id, external_id, api_key_id, record_id, record_source_id, kind, external_key,
                              content_version, connection_id, outcome, attempted_at, sent_amount, sent_currency, reference_number,
                              synced_amount, synced_currency, synced_lines, error_code, error_message, raw, content_hash)
    SELECT ${tenantId}::uuid, s.id, ${reporter.sourceId}::uuid, s."externalId", ${reporter.apiKeyId}::uuid, s."recordId",
           s."sourceId", s.kind, s."externalKey", s."contentVersion", s."connectionId", s.outcome, s."attemptedAt",
           s."sentAmount", s."sentCurrency", s."referenceNumber", s."syncedAmount", s."syncedCurrency", s."syncedLines",
           s."errorCode", s."errorMessage", s.raw, decode(s."contentHash", 'hex')
      FROM json_to_recordset(${JSON.stringify(rows, withoutNulls)}::json)
        AS s(id uuid, "externalId" text, "recordId" uuid, "sourceId" uuid, kind text, "externalKey" text,
             "contentVersion" integer, "connectionId" uuid, outcome smallint, "attemptedAt" timestamptz, "sentAmount" numeric,
             "sentCurrency" text, "referenceNumber" text, "syncedAmount" numeric, "syncedCurrency" text, "syncedLines" json,
             "errorCode" text, "errorMessage" text, raw text, "contentHash" text)
     ORDER BY s."externalId"
    ON CONFLICT (tenant_id, source_id, external_id) DO NOTHING`;
}

/** Links stored attempts to the record that came after them. */
export async function linkAttempts(
  tx: TenantTx,
  tenantId: string,
  links: readonly { attemptId: string; recordId: string; contentVersion: number }[],
): Promise<void> {
  if (links.length === 0) return;
  await tx.$executeRaw`
    UPDATE sync_attempt a SET record_id = l."recordId", content_version = l."contentVersion"
      FROM json_to_recordset(${JSON.stringify(links)}::json) AS l("attemptId" uuid, "recordId" uuid, "contentVersion" integer)
     WHERE a.tenant_id = ${tenantId}::uuid AND a.id = l."attemptId" AND a.record_id IS NULL`;
}

/** The database reads what is left out as null, and reads less. */
function withoutNulls(_name: string, value: unknown): unknown {
  return value ?? undefined;
}

type UnmatchedRow = Omit<UnmatchedAttempt, 'key' | 'outcome' | 'attemptedAt'> & { outcome: number; attemptedAt: Date };
