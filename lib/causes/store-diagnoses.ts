import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RuledDiagnosis } from './cause-rules.ts';
import { problemKey } from './problem-key.ts';
import { RULES_VERSION } from './rules-version.ts';

/** A diagnosis of a message that is stored. */
export type MessageDiagnosis = {
  messageId: string;
  /** Verbatim: what nothing else is known of is grouped by its words. */
  message: string;
  errorCode: string | null;
  found: RuledDiagnosis;
};

const NAME_MAX = 255;
const COLUMNS: readonly Column<MessageDiagnosis>[] = [
  ['message_id', 'uuid', ({ messageId }) => messageId],
  ['error_code', 'text', ({ errorCode }) => errorCode ?? ''],
  ['cause', 'text', ({ found }) => found.cause],
  ['confidence', 'integer', ({ found }) => Math.round(found.confidence * 100)],
  ['about_type', 'text', ({ found }) => found.about?.type ?? null],
  ['about_name', 'text', ({ found }) => found.about?.name?.slice(0, NAME_MAX) ?? null],
  ['about_id', 'text', ({ found }) => found.about?.id?.slice(0, NAME_MAX) ?? null],
  ['evidence', 'text', ({ found }) => JSON.stringify(found.evidence)],
  ['is_assigned', 'boolean', ({ found }) => found.isAssigned],
  ['problem_key', 'uuid', ({ found, message }) => problemKey(found.cause, found.about, message)],
];

/** Keeps diagnoses of stored messages, over what was said of the same message and code before. */
export async function storeDiagnoses(
  tx: TenantTx,
  tenantId: string,
  diagnoses: readonly MessageDiagnosis[],
): Promise<void> {
  const distinct = [...new Map(diagnoses.map((one) => [`${one.messageId} ${one.errorCode ?? ''}`, one])).values()];
  if (distinct.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO message_diagnosis (tenant_id, message_id, error_code, cause, confidence, about_type, about_name, about_id,
                                   evidence, rules_version, is_assigned, problem_key)
    SELECT ${tenantId}::uuid, d.message_id, d.error_code, d.cause, d.confidence::smallint, d.about_type, d.about_name,
           d.about_id, ARRAY(SELECT json_array_elements_text(d.evidence::json)), ${RULES_VERSION}::int, d.is_assigned,
           d.problem_key
      FROM ${recordset('d', distinct, COLUMNS)}
     ORDER BY d.message_id, d.error_code
    ON CONFLICT (tenant_id, message_id, error_code) DO UPDATE
       SET (cause, confidence, about_type, about_name, about_id, evidence, rules_version, is_assigned, problem_key,
            former_keys, diagnosed_at)
         = (EXCLUDED.cause, EXCLUDED.confidence, EXCLUDED.about_type, EXCLUDED.about_name, EXCLUDED.about_id,
            EXCLUDED.evidence, EXCLUDED.rules_version, EXCLUDED.is_assigned, EXCLUDED.problem_key,
            -- what a problem loses is looked for by whoever gathers problems next
            CASE WHEN message_diagnosis.problem_key <> EXCLUDED.problem_key
                 THEN array_append(array_remove(message_diagnosis.former_keys, message_diagnosis.problem_key),
                                   message_diagnosis.problem_key)
                 ELSE message_diagnosis.former_keys END, now())
     WHERE (message_diagnosis.rules_version, message_diagnosis.is_assigned, message_diagnosis.cause,
            message_diagnosis.problem_key)
        IS DISTINCT FROM (EXCLUDED.rules_version, EXCLUDED.is_assigned, EXCLUDED.cause, EXCLUDED.problem_key)`;
}
