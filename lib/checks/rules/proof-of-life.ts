import { KIND_LABEL, type Kind } from '#lib/records/kinds.ts';
import type { CheckAnswer, CheckState } from '../check-contract.ts';
import type { Moment } from '../facts.ts';
import { answersOf } from './answer.ts';
import { sayInstant, sayList, sayStretch } from './say.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Fewer weeks of the past tell no rhythm. */
const WEEKS_NEEDED = 4;
/** Whoever is silent for so long as a rule reports too seldom for a silence to mean anything. */
const SELDOM_MS = 14 * DAY_MS;
/** From the middle deviation to the usual one, and how many of those are still usual. */
const SPREAD = 3 * 1.4826;

/** When a source last reported an outcome of a kind, and how silent it was in past weeks at this weekday and hour. */
export type Rhythm = {
  kind: Kind;
  lastAt: Date;
  /** Of each past week that has any: the longest it had been silent by then, in milliseconds. */
  silences: readonly number[];
};

export type JobRhythm = { slug: string; name: string; rhythms: readonly Rhythm[] };

type Judged = { rhythm: Rhythm; state: CheckState; silenceMs: number; usualMs: number | null; limitMs: number | null };

/**
 * Says whether a source reports as it used to: its silence now against its silences at the same weekday and hour of the
 * past weeks, by their median and how they spread, so that one bad week or a holiday in the past moves little. Silence is
 * told also when nothing failed.
 */
export function judgeProofOfLife(job: JobRhythm, { now, timeZone }: Moment): CheckAnswer {
  const answer = answersOf('proof_of_life', 'job_link', job.slug);
  const judged = job.rhythms.map((rhythm) => judgeRhythm(rhythm, now));
  const newest = judged.toSorted((one, other) => one.silenceMs - other.silenceMs)[0];
  if (newest === undefined) return answer('not_known', `${job.name} has not reported any outcome yet.`, null);
  const evidence = { kinds: judged.map(evidenceOf), weeksNeeded: WEEKS_NEEDED };
  const silent = judged.filter(({ state }) => state === 'broken' || state === 'warning');
  const [worst] = silent.toSorted((one, other) => other.silenceMs - one.silenceMs);
  if (worst !== undefined) {
    const kinds = sayList(silent.map(({ rhythm }) => KIND_LABEL[rhythm.kind].many.toLowerCase()));
    const lasting = sayStretch(worst.silenceMs);
    const usual = sayStretch(worst.usualMs ?? 0);
    const last = sayInstant(worst.rhythm.lastAt, timeZone);
    return answer(
      silent.some(({ state }) => state === 'broken') ? 'broken' : 'warning',
      `${job.name} has been silent about ${kinds} for ${lasting}, since ${last}; at this time of the week ${usual} is usual.`,
      `Look whether the sync job of ${job.name} runs at all: its schedule, its server, and whether its link to Tieout or to the ledger is broken. If it was stopped on purpose, nothing is to be done.`,
      { ...evidence, since: worst.rhythm.lastAt.toISOString() },
    );
  }
  const last = sayInstant(newest.rhythm.lastAt, timeZone);
  if (judged.every(({ state }) => state === 'not_known')) {
    return answer(
      'not_known',
      `${job.name} last reported on ${last}; it has not reported for long or often enough to tell what is usual.`,
      null,
      evidence,
    );
  }
  return answer('ok', `${job.name} reports as usual; the last outcome came on ${last}.`, null, evidence);
}

function judgeRhythm(rhythm: Rhythm, now: Date): Judged {
  const silenceMs = Math.max(0, now.getTime() - rhythm.lastAt.getTime());
  const usualMs = median(rhythm.silences);
  if (rhythm.silences.length < WEEKS_NEEDED || usualMs > SELDOM_MS) {
    return { rhythm, state: 'not_known', silenceMs, usualMs: null, limitMs: null };
  }
  const deviation = median(rhythm.silences.map((silence) => Math.abs(silence - usualMs)));
  const limitMs = usualMs + Math.max(SPREAD * deviation, usualMs / 2, HOUR_MS);
  const isLong = silenceMs > Math.min(2 * limitMs, limitMs + DAY_MS);
  return { rhythm, state: silenceMs <= limitMs ? 'ok' : isLong ? 'broken' : 'warning', silenceMs, usualMs, limitMs };
}

/** Gives the middle value; 0 of none. */
export function median(values: readonly number[]): number {
  const ordered = values.toSorted((one, other) => one - other);
  const middle = Math.floor(ordered.length / 2);
  const upper = ordered[middle] ?? 0;
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] ?? 0) + upper) / 2;
}

function evidenceOf({ rhythm, state, silenceMs, usualMs, limitMs }: Judged) {
  const minutes = (ms: number | null) => (ms === null ? null : Math.round(ms / 60_000));
  return {
    kind: rhythm.kind,
    state,
    lastAt: rhythm.lastAt.toISOString(),
    silentMinutes: minutes(silenceMs),
    usualMinutes: minutes(usualMs),
    limitMinutes: minutes(limitMs),
    weeks: rhythm.silences.length,
  };
}
