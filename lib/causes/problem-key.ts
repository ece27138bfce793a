import type { AboutType, Cause } from './causes.ts';
import type { About } from './diagnose.ts';
import { messageSkeleton, skeletonId } from './message-skeleton.ts';

/** What names the object of a cause that is a problem of each object by itself. */
const OF_THEIR_OBJECT: ReadonlySet<Cause> = new Set<Cause>([
  'currency',
  'duplicate_name',
  'inactive_reference',
  'missing_tax_mapping',
  'missing_tracking_mapping',
  'missing_item_mapping',
  'missing_account_mapping',
  'missing_contact_mapping',
  'contact_mismatch',
]);

/** Where nothing is known, or a field is wrong, what is said the same way is the same. */
const OF_THEIR_WORDS: ReadonlySet<Cause> = new Set<Cause>(['invalid_data', 'unknown']);

/** Each record has its own document and date: were they part of the key, each record would be a problem. */
const OF_ONE_RECORD: ReadonlySet<AboutType> = new Set<AboutType>(['document', 'period']);
const PARTIES: ReadonlySet<AboutType> = new Set<AboutType>(['vendor', 'customer', 'contact']);

/**
 * Names the problem that a diagnosed message is of: the same cause of the same object, however the message is worded.
 * An id made from both, so that it is known without asking the database.
 */
export function problemKey(cause: Cause, about: About | null, message: string): string {
  return skeletonId(['problem', cause, ...objectOf(cause, about, message)].join('\n'));
}

/** Says whether a problem of this cause is about the object that its messages name. */
export function isOfItsObject(cause: Cause, type: AboutType): boolean {
  return OF_THEIR_OBJECT.has(cause) && !OF_ONE_RECORD.has(type);
}

function objectOf(cause: Cause, about: About | null, message: string): string[] {
  if (OF_THEIR_WORDS.has(cause)) return [messageSkeleton(message)];
  if (about === null || !isOfItsObject(cause, about.type)) return [];
  // One message says vendor where another says contact.
  const type = PARTIES.has(about.type) ? 'party' : about.type;
  if (about.name !== null) return [type, foldObject(about.name)];
  return about.id === null ? [type] : [type, 'id', about.id];
}

/** Ledgers tell no names apart by case and spaces, but codes by punctuation. */
function foldObject(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
