import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { type Cause, causeFacts, isCause } from './causes.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import { messageSkeleton, skeletonId } from './message-skeleton.ts';

/** What a tenant said of messages, by the id of their skeletons. */
export type CauseRules = ReadonlyMap<string, Cause>;

export const NO_RULES: CauseRules = new Map();

/** A diagnosis, and whether a rule of the tenant's own made it. */
export type RuledDiagnosis = Diagnosis & { isAssigned: boolean };

/** So many diagnoses are remembered: a sync job that fails says the same few sentences again and again. */
const REMEMBERED_MAX = 5000;
const REMEMBERED_LENGTH = 4000;
const remembered = new Map<string, Diagnosis>();

/** Reads the tenant's own rules. */
export async function readCauseRules(tx: TenantTx, tenantId: string): Promise<CauseRules> {
  const rows = await tx.$queryRaw<{ id: string; cause: string }[]>`
    SELECT id, cause FROM cause_rule WHERE tenant_id = ${tenantId}::uuid`;
  return new Map(rows.flatMap(({ id, cause }) => (isCause(cause) ? [[id, cause] as const] : [])));
}

/** Diagnoses a stored message; what the tenant said of it goes before what the rules say. */
export function diagnoseStored(message: string, code: string | null, rules: CauseRules = NO_RULES): RuledDiagnosis {
  const found = recall(message, code);
  const assigned = rules.size === 0 ? undefined : rules.get(skeletonId(messageSkeleton(message)));
  if (assigned === undefined) return { ...found, isAssigned: false };
  const { retry, who } = causeFacts(assigned);
  return { ...found, cause: assigned, confidence: 1, retry, who, alternatives: [], isAssigned: true };
}

function recall(message: string, code: string | null): Diagnosis {
  if (message.length > REMEMBERED_LENGTH) return diagnose({ errorCode: code, errorMessage: message });
  const key = `${code ?? ''}\n${message}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const found = diagnose({ errorCode: code, errorMessage: message });
  remembered.set(key, found);
  return found;
}
