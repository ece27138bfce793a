import type { Cause } from './causes.ts';
import { MISSING, STATE_AFTER, STATE_BEFORE, THINGS, type Thing } from './rules/states.ts';
import { TOPIC_STRENGTH, TOPICS } from './rules/topics.ts';

/** What was found in a line: the cause, how sure, the words, and where they begin. */
export type Finding = { cause: Cause; strength: number; words: string; at: number; rule: string };

type Mention = { thing: Thing; at: number; end: number };

const NAMES = Object.keys(THINGS) as Thing[];
const ANY_THING = new RegExp(NAMES.map((name) => `(${THINGS[name].source})`).join('|'), 'g');
/** After these words a thing is what the state is *for*, not what is in the state. */
const FOR =
  /\b(?:for|of|on|in|with|to|by|from|against|under|when|using|at|via|into) (?:(?:the|a|an|this|that|your|each|all|any|its|their|selected|specified|following|line|default) ){0,2}$/;
/** How far a thing may stand from the words about it. */
const BEFORE_MAX = 36;
const AFTER_MAX = 90;
const FINDINGS_MAX = 12;

/** Gives the first thing a line names that a guess can be made from; null without any. */
export function findTopic(line: string): Finding | null {
  const mentions = findMentions(line);
  const currency = mentions.filter(({ thing }) => thing === 'currency');
  for (const { thing, at, end } of [...currency, ...mentions]) {
    const cause = TOPICS[thing];
    if (cause !== undefined) return { cause, strength: TOPIC_STRENGTH, words: line.slice(at, end), at, rule: 'topic' };
  }
  return null;
}

/** Finds which things a normalised line says to be missing or wrong, in the order in which it says so. */
export function findStates(line: string): Finding[] {
  const mentions = findMentions(line);
  if (mentions.length === 0) return [];
  const findings: Finding[] = [];
  for (const { 0: state, index } of line.matchAll(STATE_BEFORE)) {
    if (findings.length >= FINDINGS_MAX) break;
    const found = thingAfter(line, mentions, index + state.length);
    if (found !== null)
      add(
        findings,
        line,
        found,
        index,
        found.end,
        /^(?:no|valid|required|specified|enter|provide)\b|to (?:fetch|retrieve|load|create|get)$/.test(state) ? 0.7 : 0,
      );
  }
  for (const { 0: state, index } of line.matchAll(STATE_AFTER)) {
    if (findings.length >= FINDINGS_MAX) break;
    const found = thingBefore(line, mentions, index);
    if (found !== null) add(findings, line, found, found.at, index + state.length, 0);
  }
  return findings.sort((a, b) => a.at - b.at);
}

function findMentions(line: string): Mention[] {
  const mentions: Mention[] = [];
  for (const match of line.matchAll(ANY_THING)) {
    const thing = NAMES[match.slice(1).findIndex((group) => group !== undefined)];
    if (thing !== undefined && thing !== 'none')
      mentions.push({ thing, at: match.index, end: match.index + match[0].length });
    if (mentions.length >= 40) break;
  }
  return mentions;
}

/** The nearest thing after the state; a mere "field" or "value" gives way to the thing it is a field of. */
function thingAfter(line: string, mentions: readonly Mention[], from: number): Mention | null {
  let field: Mention | null = null;
  for (const mention of mentions) {
    if (mention.at < from) continue;
    const between = line.slice(from, mention.at);
    if (
      between.length > BEFORE_MAX ||
      /[.;!?]| (?:for|because|before|when|and|in|on) |(?<! references?| link| pointer) to /.test(between)
    )
      break;
    if (mention.thing !== 'field') return mention.thing in MISSING ? mention : null;
    field ??= mention;
  }
  return field;
}

/** The subject of the state: the nearest thing before it that no preposition binds to something else. */
function thingBefore(line: string, mentions: readonly Mention[], to: number): Mention | null {
  let nearest: Mention | null = null;
  let field: Mention | null = null;
  for (let at = mentions.length - 1; at >= 0; at -= 1) {
    const mention = mentions[at];
    if (mention === undefined || mention.end > to) continue;
    const between = line.slice(mention.end, to);
    if (between.length > AFTER_MAX || /[.;!?](?:\s|$)| because /.test(between)) break;
    const isBound = FOR.test(line.slice(Math.max(0, mention.at - 40), mention.at));
    if (mention.thing === 'field') field ??= isBound ? null : mention;
    else if (!isBound) return mention.thing in MISSING ? mention : null;
    nearest ??= mention.thing === 'field' ? null : mention;
  }
  return nearest !== null && nearest.thing in MISSING ? nearest : field;
}

function add(findings: Finding[], line: string, { thing }: Mention, at: number, end: number, less: number): void {
  const meaning = MISSING[thing];
  if (meaning === undefined) return;
  findings.push({
    cause: meaning.cause,
    strength: meaning.strength - less,
    words: line.slice(at, end),
    at,
    rule: `state:${thing}`,
  });
}
