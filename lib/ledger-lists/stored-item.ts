import { storable, storableJson } from '#lib/core/storable-text.ts';
import type { LedgerListItem } from '#lib/ledgers/ledger.ts';
import { nameKey } from '#lib/reference/name-key.ts';

const LENGTH_MAX = 255;

/** An entry as it is written: what the database can't hold is taken out, and what is too long ends early. */
export type StoredItem = {
  externalKey: string;
  code: string | null;
  name: string;
  nameKey: string;
  email: string | null;
  currency: string | null;
  isActive: boolean;
  details: Record<string, unknown>;
  updatedAt: string | null;
};

/** A page's entries, each key once (the last one counts), and the keys of those that the ledger says are gone. */
export function storedItems(items: readonly LedgerListItem[]): { present: StoredItem[]; gone: string[] } {
  const byKey = new Map(items.map((item) => [plainText(item.externalKey), item]));
  const present: StoredItem[] = [];
  const gone: string[] = [];
  for (const [externalKey, item] of byKey) {
    // Whatever has no key is no entry.
    if (externalKey === '') continue;
    if (item.isGone) gone.push(externalKey);
    else present.push(stored(externalKey, item));
  }
  return { present, gone };
}

function stored(externalKey: string, item: LedgerListItem): StoredItem {
  const name = plainText(item.name);
  return {
    externalKey,
    code: textOrNull(item.code),
    // A ledger lets an account be without a name; a list can't show nothing.
    name: name === '' ? externalKey : name,
    nameKey: nameKey(name === '' ? externalKey : name),
    email: textOrNull(item.email),
    currency: item.currency !== null && /^[A-Z]{3}$/.test(item.currency) ? item.currency : null,
    isActive: item.isActive,
    details: JSON.parse(storableJson(item.details)) as Record<string, unknown>,
    updatedAt: item.updatedAt?.toISOString() ?? null,
  };
}

function textOrNull(text: string | null): string | null {
  const plain = text === null ? '' : plainText(text);
  return plain === '' ? null : plain;
}

function plainText(text: string): string {
  return storable(text, LENGTH_MAX);
}
