import type { AttemptInput } from '#lib/attempts/schemas.ts';
import { RAW_MAX } from '#lib/causes/reading/read-error.ts';
import { knownBy, toldMessage } from '#lib/causes/told-message.ts';
import type { Amount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { AttemptFacts } from '#lib/records/apply-attempt.ts';
import type { Reporter } from './batch.ts';
import { errorMessageId } from './error-messages.ts';
import { keySet, type RecordKey } from './record-store.ts';

/** The unique constraint that another transaction's attempt of the same id violates. */
export const ATTEMPT_KEY = 'sync_attempt_tenant_id_source_id_external_id_key';

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

/** An attempt that waited, and the record that came for it. */
export type Link = { attemptId: string; recordId: string; contentVersion: number };

const NEW_COLUMNS: readonly Column<NewAttempt>[] = [
  ['id', 'uuid', (attempt) => attempt.id],
  ['external_id', 'text', (attempt) => attempt.externalId],
  ['record_id', 'uuid', (attempt) => attempt.recordId],
  ['record_source_id', 'uuid', (attempt) => attempt.key.sourceId],
  ['kind', 'text', (attempt) => attempt.key.kind],
  ['external_key', 'text', (attempt) => attempt.key.externalKey],
  ['content_version', 'integer', (attempt) => attempt.contentVersion],
  ['connection_id', 'uuid', (attempt) => attempt.connectionId],
  ['outcome', 'smallint', (attempt) => (attempt.outcome === 'complete' ? 1 : 2)],
  ['attempted_at', 'timestamptz', (attempt) => attempt.attemptedAt],
  ['sent_amount', 'numeric', (attempt) => attempt.sentAmount],
  ['sent_currency', 'text', (attempt) => attempt.sentCurrency],
  ['reference_number', 'text', (attempt) => attempt.referenceNumber],
  ['synced_amount', 'numeric', (attempt) => attempt.syncedAmount],
  ['synced_currency', 'text', (attempt) => attempt.syncedCurrency],
  ['synced_lines', 'json', (attempt) => attempt.syncedLines],
  ['error_code', 'text', (attempt) => attempt.errorCode],
  ['error_message', 'text', (attempt) => attempt.errorMessage],
  ['raw', 'text', (attempt) => attempt.raw],
  ['content_hash', 'bytea', (attempt) => attempt.contentHash],
];
const NEW_NAMES = Prisma.raw([...NEW_COLUMNS.map(([name]) => name), 'error_message_id'].join(', '));

const LINK_COLUMNS: readonly Column<Link>[] = [
  ['attempt_id', 'uuid', (link) => link.attemptId],
  ['record_id', 'uuid', (link) => link.recordId],
  ['content_version', 'integer', (link) => link.contentVersion],
];

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
           CASE WHEN a.outcome = 2 THEN left(a.raw, ${RAW_MAX}::int) END AS raw,
           a.synced_lines AS "syncedLines", a.record_source_id AS "sourceId", a.kind, a.external_key AS "externalKey"
      FROM ${keySet('k', keys)}
      JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.record_id IS NULL AND a.record_source_id = k.source_id
                         AND a.kind = k.kind AND a.external_key = k.external_key
     ORDER BY a.attempted_at, a.external_id COLLATE "C"`;
  return rows.map(({ sourceId, kind, externalKey, outcome, attemptedAt, raw, ...rest }) => ({
    ...rest,
    toldMessage: outcome === 1 ? null : toldMessage({ ...rest, raw }),
    outcome: outcome === 1 ? 'complete' : 'failed',
    attemptedAt: attemptedAt.toISOString(),
    key: { sourceId, kind, externalKey },
  }));
}

/** Gives new attempts as a table to insert from. */
export function attemptSet(attempts: readonly NewAttempt[]): Prisma.Sql {
  // A failing job says the same few sentences again and again.
  const ids = new Map<string, string>();
  const messageIdOf = (attempt: NewAttempt): string | null => {
    const message = knownBy(attempt);
    if (attempt.outcome !== 'failed' || message === null) return null;
    const id = ids.get(message) ?? errorMessageId(message);
    ids.set(message, id);
    return id;
  };
  return recordset('s', attempts, [...NEW_COLUMNS, ['error_message_id', 'uuid', messageIdOf]]);
}

/** Appends attempts that `findAttempts` did not find; violates `ATTEMPT_KEY` when another transaction reported one first. */
export function insertAttempts(
  tx: TenantTx,
  tenantId: string,
  { sourceId, apiKeyId, hookId, importId }: Reporter,
  attempts: Prisma.Sql,
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO sync_attempt (tenant_id, source_id, api_key_id, hook_id, import_id, ${NEW_NAMES})
    SELECT ${tenantId}::uuid, ${sourceId}::uuid, ${apiKeyId}::uuid, ${hookId}::uuid, ${importId}::uuid, s.*
      FROM ${attempts}
     ORDER BY s.external_id`;
}

/** Links stored attempts to the record that came after them. */
export async function linkAttempts(tx: TenantTx, tenantId: string, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  await tx.$executeRaw`
    UPDATE sync_attempt a SET record_id = l.record_id, content_version = l.content_version
      FROM ${recordset('l', links, LINK_COLUMNS)}
     WHERE a.tenant_id = ${tenantId}::uuid AND a.id = l.attempt_id AND a.record_id IS NULL`;
}

type UnmatchedRow = Omit<UnmatchedAttempt, 'key' | 'outcome' | 'attemptedAt' | 'toldMessage'> & {
  outcome: number;
  attemptedAt: Date;
  raw: string | null;
};
