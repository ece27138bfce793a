import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { CheckAnswer } from '#lib/checks/check-contract.ts';
import type { Moment } from '#lib/checks/facts.ts';
import { answersOf } from '#lib/checks/rules/answer.ts';
import { sayCount, sayInstant, sayList } from '#lib/checks/rules/say.ts';
import type { ItemChange } from '#lib/ledger-lists/list-contract.ts';
import { countItemChanges } from '#lib/ledger-lists/list-item-changes.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { type ComparedCharts, compareCharts } from './compare-charts.ts';
import { CHART_TYPES, type CodeMatch } from './comparison-contract.ts';
import { listCodeMatches } from './list-chart-matches.ts';
import { unreadAnswer } from './unread-answer.ts';

const answer = answersOf('reference_data', 'company');
const EXAMPLES = 5;

/** What changed in the lists, and since when. */
export type Changed = { since: Date | null; counts: Partial<Record<ItemChange, number>> };

/**
 * Compares the sources' charts and the codes in use with the lists of a connection now, keeps the detail for its screens,
 * and gives what the check of reference data answers. `since`: the check before. Throws `not_found`.
 */
export async function referenceDataAnswer(
  ctx: Ctx,
  connectionId: string,
  moment: Moment,
  since: Date | null,
): Promise<CheckAnswer> {
  requirePermission(ctx, 'connection:check');
  const compared = await compareCharts(ctx, connectionId);
  const codes = compared.codes === null ? [] : await listCodeMatches(ctx, connectionId, null);
  const counts = await countItemChanges(ctx, connectionId, CHART_TYPES, since);
  return judgeReferenceData(compared, codes, { since, counts }, moment);
}

/** Says what is inactive yet used, where charts differ, and what changed. */
export function judgeReferenceData(
  { place, charts, codes: codeCounts }: ComparedCharts,
  codes: readonly CodeMatch[],
  changed: Changed,
  moment: Moment,
): CheckAnswer {
  const unread = unreadAnswer(answer, place, moment);
  if (unread !== null || codeCounts === null) return unread ?? answer('not_checked', 'Not checked.', null);
  const { name } = LEDGER_WORDS[place.ledger];
  const gone = codes.filter(({ outcome }) => outcome === 'inactive' || outcome === 'gone');
  const outcomes = ['missing', 'inactive', 'differs'] as const;
  const [missing, inactive, differing] = outcomes.map((outcome) =>
    charts === null ? 0 : CHART_TYPES.reduce((sum, type) => sum + charts[type][outcome], 0),
  ) as [number, number, number];
  const evidence = {
    comparedAt: moment.now.toISOString(),
    changedSince: changed.since?.toISOString() ?? null,
    changes: changed.counts,
    inactiveInUse: gone.slice(0, EXAMPLES).map(sayCode),
    unknownInUse: codeCounts.unknown,
    charts: charts ?? 'No source has sent its chart.',
  };
  const news = sayChanges(changed, moment);
  const chartParts = [
    missing > 0 ? `${missing} ${be(missing)} not in ${name}` : null,
    inactive > 0 ? `${inactive} ${be(inactive)} inactive there` : null,
    differing > 0 ? `${differing} ${differing === 1 ? 'differs' : 'differ'}` : null,
  ].filter((part) => part !== null);
  const sentences = [
    gone.length > 0
      ? `Pending and failed records use ${sayCount(gone.length, 'account or code', 'accounts or codes')} that ${be(gone.length)} inactive or gone in ${name}.`
      : null,
    chartParts.length > 0 ? `Of the sources’ own charts, ${sayList(chartParts)}.` : null,
  ].filter((sentence) => sentence !== null);
  if (sentences.length > 0) {
    return answer(
      'warning',
      [...sentences, news].join(' ').trim(),
      `An accountant opens “Charts compared” of this connection: make what is used active again in ${name}, or have it mapped to what is active.`,
      evidence,
    );
  }
  const fine = `Nothing that pending and failed records use is inactive in ${name}.`;
  const about =
    charts === null
      ? 'No source has sent its own chart, so charts were not compared.'
      : 'The sources’ own charts agree with it.';
  return answer('ok', `${fine} ${about} ${news}`.trim(), null, evidence);
}

function sayCode({ type, code, outcome, ledgerName, openRecords }: CodeMatch): string {
  const named = ledgerName === null || ledgerName === code ? '' : ` ${ledgerName}`;
  const what = type === 'tracking' ? 'tracking' : type.replace('_', ' ');
  return `${what} ${code}${named}: ${outcome}, on ${sayCount(openRecords, 'record')}`;
}

const CHANGE_WORDS: Record<ItemChange, string> = {
  added: 'added',
  changed: 'changed',
  renamed: 'renamed',
  deactivated: 'made inactive',
  activated: 'made active',
  gone: 'gone',
};

function sayChanges({ since, counts }: Changed, { timeZone }: Moment): string {
  const parts = Object.entries(CHANGE_WORDS).flatMap(([what, words]) => {
    const count = counts[what as ItemChange] ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  if (parts.length === 0) return '';
  const when = since === null ? 'Since the lists were first read' : `Since ${sayInstant(since, timeZone)}`;
  return `${when}, ${sayList(parts)}.`;
}

function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}
