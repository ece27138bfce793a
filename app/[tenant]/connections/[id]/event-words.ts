import { CHECK_LABEL, MATTER_WORDS, STATE_WORDS } from '#components/checks/check-words.ts';
import type { CheckMatter, CheckName, CheckState } from '#lib/checks/check-contract.ts';
import type { ConnectionEventType } from '#lib/connections/connection-contract.ts';
import type { ConnectionEvent } from '#lib/connections/connection-page-contract.ts';

/** One event in words: what happened, why, and how it is marked. */
export type EventWords = {
  title: string;
  why: string | null;
  mark: 'complete' | 'failed' | 'unknown' | 'by-hand' | 'plain';
  changes: { name: string; before: string | null; after: string | null }[];
};

const TITLES: Record<ConnectionEventType, { title: string; mark: EventWords['mark'] }> = {
  connected: { title: 'Connected', mark: 'by-hand' },
  reconnected: { title: 'Reconnected', mark: 'by-hand' },
  company_changed: { title: 'Connected to another company, on purpose', mark: 'by-hand' },
  disconnect_asked: { title: 'Asked to disconnect once nothing is on its way', mark: 'by-hand' },
  disconnect_withdrawn: { title: 'Took back the wish to disconnect', mark: 'by-hand' },
  disconnected: { title: 'Disconnected', mark: 'by-hand' },
  lost: { title: 'Lost: the ledger no longer accepts Tieout’s link', mark: 'failed' },
  recovered: { title: 'Works again', mark: 'complete' },
  tokens_refreshed_late: { title: 'Tieout’s link was renewed later than planned', mark: 'unknown' },
  ends_soon: { title: 'Ends soon', mark: 'unknown' },
  company_facts_changed: { title: 'The company changed in the ledger', mark: 'plain' },
  outage_began: { title: 'Outage began', mark: 'failed' },
  outage_ended: { title: 'Outage is over', mark: 'complete' },
  check_changed: { title: 'A check changed', mark: 'plain' },
  list_read_anew: { title: 'The ledger’s lists are read again from the beginning', mark: 'by-hand' },
  reported_by_job: { title: 'A sync job said how its link is', mark: 'plain' },
  put_back: { title: 'Put back to Pending what an outage made fail', mark: 'by-hand' },
};

const FACT_NAMES: Record<string, string> = {
  name: 'Name',
  companyId: 'Id',
  legalName: 'Legal name',
  country: 'Country',
  homeCurrency: 'Home currency',
  plan: 'Plan',
  subscription: 'Subscription',
  closedThrough: 'Closed through',
  yearClosedThrough: 'Closed for advisers through',
  hasMultiCurrency: 'Several currencies',
  hasClasses: 'Classes',
  hasLocations: 'Locations',
  actions: 'What apps may do',
};

const END_REASONS: Record<string, string> = {
  now: 'At once',
  when_clear: 'Once nothing was pending any more',
};

const PROVIDER_ENDS: Record<string, string> = {
  revoked: 'the ledger took the consent back',
  company_removed: 'the ledger took this company out of the consent that others share',
  gone: 'the ledger did not honour the consent any more',
  unreachable: 'the ledger could not be told; the tokens were erased here',
  left: 'the consent stays for the others that share it',
};

/** Takes an event of a connection; gives its words. What is not known of its facts is left out, never guessed. */
export function eventWords({ type, facts }: ConnectionEvent): EventWords {
  const { title, mark } = TITLES[type] ?? { title: type, mark: 'plain' };
  const plain: EventWords = { title, why: textOf(facts.sentence) ?? textOf(facts.reason), mark, changes: [] };
  switch (type) {
    case 'check_changed': {
      const [from, to] = [stateOf(facts.from), stateOf(facts.to)];
      const turn = [from, to]
        .filter((state) => state !== null)
        .map(wordOf)
        .join(' → ');
      return {
        ...plain,
        title: turn === '' ? title : `${checkOf(facts)}: ${turn}`,
        mark: to === null ? 'plain' : MARK_OF_STATE[to],
      };
    }
    case 'outage_began':
    case 'outage_ended': {
      const matter = MATTER_WORDS[facts.matter as CheckMatter]?.title;
      return { ...plain, title: [title, checkOf(facts)].join(': '), why: joined(plain.why, matter) };
    }
    case 'list_read_anew':
      return { ...plain, why: Array.isArray(facts.lists) ? facts.lists.join(', ').replaceAll('_', ' ') : plain.why };
    case 'company_facts_changed':
      return { ...plain, changes: changesOf(facts) };
    case 'company_changed':
      return { ...plain, changes: changesOf(facts) };
    case 'disconnected':
      return { ...plain, why: joined(END_REASONS[String(facts.why)], PROVIDER_ENDS[String(facts.atProvider)]) };
    case 'reconnected':
      return { ...plain, why: textOf(asFacts(facts.was).reason) };
    case 'reported_by_job': {
      const isBroken = facts.state === 'broken';
      const title = isBroken ? 'A sync job said that its link is broken' : 'A sync job said that its link works';
      return { ...plain, title, why: textOf(facts.message), mark: isBroken ? 'failed' : 'complete' };
    }
    case 'ends_soon':
      return { ...plain, title: typeof facts.daysLeft === 'number' ? `Ends in ${facts.daysLeft} days` : title };
    case 'put_back': {
      const count = typeof facts.total === 'number' ? `${facts.total} records` : 'Records';
      return {
        ...plain,
        title: `Put back to Pending: ${count}`,
        why: `What failed in the outage of “${checkOf(facts)}”.`,
      };
    }
    default:
      return plain;
  }
}

function checkOf(facts: Record<string, unknown>): string {
  const label = CHECK_LABEL[facts.check as CheckName] ?? 'A check';
  const subject = textOf(facts.subject);
  return subject === null ? label : `${label}, ${subject}`;
}

const MARK_OF_STATE: Record<CheckState, EventWords['mark']> = {
  ok: 'complete',
  warning: 'unknown',
  broken: 'failed',
  not_checked: 'plain',
  not_known: 'plain',
};

function stateOf(value: unknown): CheckState | null {
  return typeof value === 'string' && Object.hasOwn(STATE_WORDS, value) ? (value as CheckState) : null;
}

function wordOf(state: CheckState): string {
  return STATE_WORDS[state].word.toLowerCase();
}

function changesOf(facts: Record<string, unknown>): EventWords['changes'] {
  const [before, after] = [asFacts(facts.before), asFacts(facts.after)];
  return Object.keys(after).map((name) => ({
    name: FACT_NAMES[name] ?? name,
    before: shownValue(before[name]),
    after: shownValue(after[name]),
  }));
}

function asFacts(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function shownValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? 'changed' : String(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function joined(...parts: (string | null | undefined)[]): string | null {
  const said = parts.filter((part): part is string => typeof part === 'string');
  return said.length === 0 ? null : said.join(' · ');
}
