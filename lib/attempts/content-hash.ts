import { hash } from 'node:crypto';
import type { AttemptInput } from './schemas.ts';

/**
 * Gives the hash by which a repeated report is recognised: over everything the attempt says but its
 * inline record, of which only the reference counts. `raw` counts as the text that was received, and a field that says
 * null as one that was left out, which means the same.
 */
export function attemptContentHash(attempt: Omit<AttemptInput, 'raw'>, raw: string | null): string {
  const { record, ...own } = attempt;
  const said = Object.entries(own).filter(([, value]) => value !== null && value !== undefined);
  const content = [record.source ?? null, record.kind, record.sourceId, raw, ...said.sort(byName)];
  return hash('sha256', JSON.stringify(content));
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
