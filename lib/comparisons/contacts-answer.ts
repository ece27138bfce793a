import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { CheckAnswer } from '#lib/checks/check-contract.ts';
import type { Moment } from '#lib/checks/facts.ts';
import { answersOf } from '#lib/checks/rules/answer.ts';
import { sayCount, sayList } from '#lib/checks/rules/say.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { type ComparedNames, compareNames } from './compare-names.ts';
import { NAME_OUTCOMES, type NameMatch } from './comparison-contract.ts';
import { listNameMatches } from './list-name-matches.ts';
import { suggestionFor } from './suggestion.ts';
import { unreadAnswer } from './unread-answer.ts';

const answer = answersOf('contacts', 'company');
const EXAMPLES = 5;

/**
 * Compares the names on records with the contacts of a connection now, keeps the detail for its screen, and gives what the
 * check of contacts answers. Throws `not_found`.
 */
export async function contactsAnswer(ctx: Ctx, connectionId: string, moment: Moment): Promise<CheckAnswer> {
  requirePermission(ctx, 'connection:check');
  const compared = await compareNames(ctx, connectionId);
  const bad = NAME_OUTCOMES.filter((outcome) => outcome !== 'exact');
  const examples: NameMatch[] = [];
  for (const outcome of bad) {
    if (examples.length >= EXAMPLES || (compared.counts?.open[outcome] ?? 0) === 0) continue;
    const filter = { outcome, party: null, search: '' };
    const page = await listNameMatches(ctx, connectionId, filter, { limit: EXAMPLES - examples.length, cursor: null });
    examples.push(...page.matches.filter(({ openRecords }) => openRecords > 0));
  }
  return judgeContacts(compared, examples, moment);
}

/** Says how the names on records go with the contacts, by what comparing them gave. */
export function judgeContacts(
  { place, counts }: ComparedNames,
  examples: readonly NameMatch[],
  moment: Moment,
): CheckAnswer {
  const { name } = LEDGER_WORDS[place.ledger];
  const unread = unreadAnswer(answer, place, moment);
  if (unread !== null || counts === null) return unread ?? answer('not_checked', 'Not checked.', null);
  const all = NAME_OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
  const { open } = counts;
  const evidence = {
    comparedAt: moment.now.toISOString(),
    names: all,
    onOpenRecords: open,
    emailDiffers: counts.emailDiffers,
    examples: examples.map((match) => sayExample(place.ledger, match)),
  };
  if (all === 0) {
    const sentence = 'No record names a payer or a billing organisation, so that there is nothing to compare.';
    return answer('not_known', sentence, null, evidence);
  }
  const parts = [
    open.missing > 0 ? `${sayCount(open.missing, 'name')} ${be(open.missing)} missing` : null,
    open.inactive > 0 ? `${open.inactive} ${be(open.inactive)} of inactive contacts` : null,
    open.near > 0 ? `${open.near} ${be(open.near)} spelt otherwise` : null,
    open.differs > 0
      ? `${open.differs} ${open.differs === 1 ? 'differs' : 'differ'} in spaces, capitals or accents`
      : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) {
    return answer(
      'warning',
      `On pending and failed records, compared with the contacts in ${name}: ${sayList(parts)}.`,
      `Whoever keeps the contacts in ${name} goes through the list “Names and contacts” of this connection: it says for each name what to do.`,
      evidence,
    );
  }
  const older = counts.missing + counts.inactive + counts.near + counts.differs;
  const lately = older === 0 ? '' : ` ${sayCount(older, 'name')} of records completed lately ${be(older)} not.`;
  return answer(
    'ok',
    `Every name on pending and failed records is that of a contact in ${name}.${lately}`,
    null,
    evidence,
  );
}

function sayExample(ledger: ComparedNames['place']['ledger'], match: NameMatch): string {
  const records = sayCount(match.openRecords, 'record');
  return `“${match.name}” (${records}): ${suggestionFor(ledger, match) ?? 'nothing to do'}`;
}

function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}
