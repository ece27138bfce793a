import type { ReferenceItem } from './reference-contract.ts';
import { DETAILS } from './schemas.ts';

/** Gives an item as the API answers it: with every field of its type, null where it has none. */
export function toApiItem({
  id,
  type,
  source,
  sourceId,
  code,
  name,
  isActive,
  details,
  seenAt,
  updatedAt,
}: ReferenceItem) {
  const fields = Object.keys(DETAILS[type]).map((field) => [field, details[field] ?? null]);
  return { id, source, sourceId, code, name, active: isActive, ...Object.fromEntries(fields), seenAt, updatedAt };
}
