import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { type Cause, causeFacts, isCause } from './causes.ts';
import { aboutOf, CONFIDENT, type Diagnosis, diagnose } from './diagnose.ts';
import { messageSkeleton, skeletonId } from './message-skeleton.ts';
import { sendersWords } from './reading/answer-words.ts';

/** What a tenant said of messages, by the id of their skeletons. */
export type CauseRules = ReadonlyMap<string, Cause>;

export const NO_RULES: CauseRules = new Map();

/** A diagnosis, and whether a rule of the tenant's own made it. */
export type RuledDiagnosis = Diagnosis & { isAssigned: boolean };

/** So many diagnoses are remembered: a sync job that fails says the same few sentences again and again. */
const REMEMBERED_MAX = 5000;
const REMEMBERED_LENGTH = 4000;
const remembered = new Map<string, Diagnosis>();
const shapes = new Map<string, Diagnosis>();
/** What names one document, call or moment and nothing else: its number, a UUID, a time. Never a bare number of few digits, which may be a code. */
const MARKS =
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::[\d.]{2,12})?(?:Z|[+-]\d\d:?\d\d)?|\b[A-Z]{2,6}-\d{1,20}\b|\d{7,20}/g;
/** In sentences besides: words with digits between quotes (not sentences: they differ in more). */
const QUOTED = /'[^'\s]{0,40}\d[^'\s]{0,40}'(?![a-z])|"[^"\s]{0,40}\d[^"\s]{0,40}"/g;

/** Reads the tenant's own rules. */
export async function readCauseRules(tx: TenantTx, tenantId: string): Promise<CauseRules> {
  const rows = await tx.$queryRaw<{ id: string; cause: string }[]>`
    SELECT id, cause FROM cause_rule WHERE tenant_id = ${tenantId}::uuid`;
  return new Map(rows.flatMap(({ id, cause }) => (isCause(cause) ? [[id, cause] as const] : [])));
}

/** Diagnoses a stored message; what the tenant said of it goes before what the rules say. */
export function diagnoseStored(message: string, code: string | null, rules: CauseRules = NO_RULES): RuledDiagnosis {
  const found = diagnoseMessage(message, code);
  const assigned = rules.size === 0 ? undefined : assignedCause(message, found, rules);
  if (assigned === undefined) return { ...found, isAssigned: false };
  const { retry, who } = causeFacts(assigned);
  return { ...found, cause: assigned, confidence: 1, retry, who, alternatives: [], isAssigned: true };
}

/** What was said of the sender's words holds on beside an answer that tells nothing surer. */
function assignedCause(message: string, found: Diagnosis, rules: CauseRules): Cause | undefined {
  const assigned = rules.get(skeletonId(messageSkeleton(message)));
  const words = sendersWords(message);
  if (assigned !== undefined || words === message || words === '' || found.confidence >= CONFIDENT) return assigned;
  return rules.get(skeletonId(messageSkeleton(words)));
}

/** Diagnoses a message by the rules alone; the same few sentences come again and again, and are remembered. */
export function diagnoseMessage(message: string, code: string | null): Diagnosis {
  if (message.length > REMEMBERED_LENGTH) return diagnose({ errorCode: code, errorMessage: message });
  const key = `${code ?? ''}\n${message}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const found = recallShape(message, code);
  remembered.set(key, found);
  return found;
}

/** Messages that differ in numbers, ids and times alone fail of one thing: only what each is about is looked for anew. */
function recallShape(message: string, code: string | null): Diagnosis {
  const failure = { errorCode: code, errorMessage: message };
  const key = `${code ?? ''}\n${shapeOf(message)}`;
  const known = shapes.get(key);
  if (known !== undefined) return { ...known, about: aboutOf(known.cause, failure) };
  if (shapes.size >= REMEMBERED_MAX) shapes.clear();
  const found = diagnose(failure);
  // Evidence that quotes a number is evidence of this one message.
  if (found.evidence.every((words) => !/\d{4}/.test(words) || words.startsWith('code '))) shapes.set(key, found);
  return found;
}

function shapeOf(message: string): string {
  const masked = message.replace(MARKS, '#');
  // Within JSON and XML a quote says nothing of names.
  return /[{[<]/.test(message) ? masked : masked.replace(QUOTED, '#');
}
