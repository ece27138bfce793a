import { CAUSES, type Cause, isCause } from './causes.ts';
import { CONFIDENT, type Diagnosis, diagnose } from './diagnose.ts';
import { LEARNED_WEIGHTS, type Weights } from './learned/likely-causes.ts';

/** A message with the cause that a person gave it. */
export type Labelled = { provider: string; raw: string; cause: Cause };
export type Miss = Labelled & { line: number; got: Diagnosis };
export type CauseScore = { cause: Cause; labelled: number; predicted: number; right: number };
export type Score = { total: number; right: number; confidentlyWrong: number; causes: CauseScore[]; misses: Miss[] };

/** Reads one line of a labelled file; a wrong or missing field comes back as the sentence that names it. */
export function readLabelled(line: string): Labelled | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { fault: 'is not JSON' };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { fault: 'is not an object' };
  const { provider, raw, cause } = value as Record<string, unknown>;
  if (typeof provider !== 'string') return { fault: 'has no "provider" (a text)' };
  if (typeof raw !== 'string') return { fault: 'has no "raw" (a text)' };
  if (typeof cause !== 'string') return { fault: 'has no "cause" (a text)' };
  if (!isCause(cause)) return { fault: `has the cause "${cause}", which is none of the taxonomy` };
  return { provider, raw, cause };
}

/** Diagnoses labelled messages from `provider` and `raw` alone and counts what came out right; without weights by rules alone. */
export function scoreCauses(
  items: readonly { line: number; item: Labelled }[],
  learned: Weights | null = LEARNED_WEIGHTS,
): Score {
  const causes = new Map<Cause, CauseScore>(
    CAUSES.map((cause) => [cause, { cause, labelled: 0, predicted: 0, right: 0 }]),
  );
  const misses: Miss[] = [];
  let confidentlyWrong = 0;
  for (const { line, item } of items) {
    const got = diagnose({ provider: item.provider, raw: item.raw }, learned);
    const [wanted, given] = [causes.get(item.cause), causes.get(got.cause)];
    if (wanted !== undefined) wanted.labelled += 1;
    if (given !== undefined) given.predicted += 1;
    if (got.cause === item.cause) {
      if (wanted !== undefined) wanted.right += 1;
      continue;
    }
    misses.push({ ...item, line, got });
    if (got.cause !== 'unknown' && got.confidence >= CONFIDENT) confidentlyWrong += 1;
  }
  return {
    total: items.length,
    right: items.length - misses.length,
    confidentlyWrong,
    causes: [...causes.values()],
    misses,
  };
}
