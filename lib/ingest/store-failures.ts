import { type CauseRules, diagnoseStored } from '#lib/causes/cause-rules.ts';
import { storeDiagnoses } from '#lib/causes/store-diagnoses.ts';
import { meanwhile } from '#lib/core/meanwhile.ts';
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
  // The database stores and indexes the words while they are read here.
  const [diagnoses] = await Promise.all([
    meanwhile(() =>
      distinct.map(({ message, code }) => ({
        messageId: errorMessageId(message),
        message,
        errorCode: code,
        found: diagnoseStored(message, code, rules),
      })),
    ),
    storeErrorMessages(
      tx,
      tenantId,
      distinct.map(({ message }) => message),
    ),
  ]);
  await storeDiagnoses(tx, tenantId, diagnoses);
}
