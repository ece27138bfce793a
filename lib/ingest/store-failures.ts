import { type CauseRules, diagnoseStored } from '#lib/causes/cause-rules.ts';
import { storeDiagnoses } from '#lib/causes/store-diagnoses.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { errorMessageId, storeErrorMessages } from './error-messages.ts';

/** What the last attempt of a record said. */
export type ReportedFailure = { message: string; code: string | null };

/** Stores the messages of failures, and why they failed by the rules and by what the tenant said of them. */
export async function storeFailures(
  tx: TenantTx,
  tenantId: string,
  failures: readonly ReportedFailure[],
  rules: CauseRules,
): Promise<void> {
  if (failures.length === 0) return;
  const distinct = [...new Map(failures.map((one) => [`${one.code ?? ''}\n${one.message}`, one])).values()];
  await storeErrorMessages(
    tx,
    tenantId,
    distinct.map(({ message }) => message),
  );
  const diagnoses = distinct.map(({ message, code }) => ({
    messageId: errorMessageId(message),
    message,
    errorCode: code,
    found: diagnoseStored(message, code, rules),
  }));
  await storeDiagnoses(tx, tenantId, diagnoses);
}
