import { setImmediate as turn } from 'node:timers/promises';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { NameCounts, NameMatch, NameOutcome } from './comparison-contract.ts';
import { type ComparisonPlace, readComparisonPlace } from './comparison-place.ts';
import { contactIndexes } from './contact-indexes.ts';
import { type Contact, compareEmails } from './match-name.ts';
import { type NameOnRecords, readNames } from './read-names.ts';
import { storeNames } from './store-names.ts';

/** A company may have tens of thousands of names. */
const TIMEOUT_MS = 60_000;
/** So many names are compared before others have their turn in the process. */
const SLICE = 200;

/** What came of comparing, or which lists must be read first. */
export type ComparedNames = { place: ComparisonPlace; counts: NameCounts | null };

/**
 * Compares the names on records with the contacts of a connection, as they were last read, and keeps what came of it.
 * Gives no counts while a list of contacts was never read. Throws `not_found`.
 */
export async function compareNames(ctx: Ctx, connectionId: string): Promise<ComparedNames> {
  requirePermission(ctx, 'connection:check');
  const { place, names, contacts } = await ctx.transaction((tx) => readBoth(ctx, tx, connectionId), {
    isSnapshot: true,
    timeoutMs: TIMEOUT_MS,
  });
  if (place.unread.length > 0) return { place, counts: null };
  const matches = await matchAll(place, names, contacts);
  const counts = countNames(matches);
  await ctx.transaction((tx) => storeNames(ctx, tx, connectionId, matches, counts), { timeoutMs: TIMEOUT_MS });
  return { place, counts };
}

async function readBoth(ctx: Ctx, tx: TenantTx, connectionId: string) {
  const place = await readComparisonPlace(ctx, tx, connectionId, ['customer', 'vendor']);
  if (place.unread.length > 0) return { place, names: [], contacts: [] };
  const names = await readNames(ctx, tx, place);
  const contacts = await tx.$queryRaw<Contact[]>`
    SELECT type, external_key AS key, name, email, is_active AS "isActive" FROM ledger_item
     WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
       AND type IN ('customer', 'vendor') AND gone_at IS NULL`;
  return { place, names, contacts };
}

async function matchAll(
  { ledger }: ComparisonPlace,
  names: readonly NameOnRecords[],
  contacts: readonly Contact[],
): Promise<NameMatch[]> {
  const indexes = contactIndexes(ledger, contacts);
  const matches: NameMatch[] = [];
  for (const [place, name] of names.entries()) {
    if (place % SLICE === 0) await turn();
    const { outcome, reasons, contact, others } = indexes[name.party].match(name.name, name.emails);
    matches.push({
      party: name.party,
      name: name.name,
      outcome,
      reasons,
      contactType: contact?.type ?? null,
      contactKey: contact?.key ?? null,
      contactName: contact?.name ?? null,
      others,
      email: name.emails[0] ?? null,
      contactEmail: contact?.email ?? null,
      emailOutcome: compareEmails(name.emails, contact),
      records: name.records,
      openRecords: name.openRecords,
      openMoney: name.openMoney,
    });
  }
  return matches;
}

function countNames(matches: readonly NameMatch[]): NameCounts {
  const none = (): Record<NameOutcome, number> => ({ missing: 0, inactive: 0, near: 0, differs: 0, exact: 0 });
  const counts: NameCounts = { ...none(), open: none(), emailDiffers: 0 };
  for (const { outcome, openRecords, emailOutcome } of matches) {
    counts[outcome] += 1;
    if (openRecords > 0) counts.open[outcome] += 1;
    if (emailOutcome === 'differs') counts.emailDiffers += 1;
  }
  return counts;
}
