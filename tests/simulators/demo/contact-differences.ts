import type { Party } from '../../../prisma/seed/plan.ts';

/** How a contact in the ledger differs from the party that the source system knows. */
export type Difference = {
  name?: string;
  email?: string | null;
  isInactive?: boolean;
  isMissing?: boolean;
  currency?: string;
};

/** A party as the ledger has it. */
export type LedgerContact = { name: string; email: string | null; currency: string; isInactive: boolean };

/** The contacts that a ledger has of the parties: most alike, some not quite, some missing. */
export function contactsOf(parties: readonly Party[], differences: Record<string, Difference>): LedgerContact[] {
  return parties.flatMap((party) => {
    const { isMissing, isInactive = false, ...fields } = differences[party.name] ?? {};
    if (isMissing) return [];
    return [{ name: party.name, email: party.email, currency: party.currency, ...fields, isInactive }];
  });
}

/** Which of a number of things happens to something of this name; always the same. */
export function pick(name: string, count: number): number {
  let hash = 2_166_136_261;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0) % count;
}
