import type { Cause } from '#lib/causes/causes.ts';
import { CONFIDENT, diagnose } from '#lib/causes/diagnose.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { Moment } from '../facts.ts';
import { answersOf } from './answer.ts';
import { sayCount, sayInstant } from './say.ts';

/** An outcome that a source reported. */
export type ReportedOutcome = {
  kind: Kind;
  isComplete: boolean;
  attemptedAt: Date;
  errorCode: string | null;
  errorMessage: string | null;
};

/** What a source's jobs have shown of their own link to the ledger. */
export type JobSigns = {
  slug: string;
  name: string;
  /** The last ones alone. */
  outcomes: readonly ReportedOutcome[];
  /** What the job itself said last by `POST /connections/report`. */
  report: { state: 'ok' | 'broken'; message: string | null; checkedAt: Date } | null;
};

/** Causes by which a ledger refuses whoever calls, and not what is written. */
const REFUSES_JOB: readonly Cause[] = [
  'token_expired',
  'connection_revoked',
  'insufficient_scope',
  'insufficient_permission',
  'wrong_company',
];
/** Causes that tell nothing of the link. */
const SAYS_NOTHING: readonly Cause[] = ['rate_limit', 'provider_outage', 'unknown', 'subscription_lapsed', 'plan_tier'];

/** A sign that is older than this says nothing of today. */
const STALE_MS = 14 * 86_400_000;

type Sign = { at: Date; works: boolean; cause: Cause | null; outcome: ReportedOutcome };

/**
 * Says how the sync job's own link to the ledger is. Its token is another app's, so that it is known only by what the
 * ledger answered to it, and by what the job says of itself; without either it is not known.
 */
export function judgeJobLink(job: JobSigns, ledger: Ledger | null, { now, timeZone }: Moment): CheckAnswer {
  const answer = answersOf('job_link', 'job_link', job.slug);
  const signs = job.outcomes
    .flatMap((outcome) => signOf(outcome, ledger))
    .toSorted((one, other) => other.at.getTime() - one.at.getTime());
  const [newest] = signs;
  const { report } = job;
  const evidence = {
    outcomesRead: job.outcomes.length,
    lastSign: newest === undefined ? null : evidenceOfSign(newest),
    report: report === null ? null : { ...report, checkedAt: report.checkedAt.toISOString() },
  };
  const remedy = `Whoever runs the sync job of ${job.name} connects it to the ledger anew, as an admin of the company; then the failed records are put back to Pending.`;
  if (report !== null && (newest === undefined || report.checkedAt >= newest.at)) {
    const at = sayInstant(report.checkedAt, timeZone);
    if (report.state === 'broken') {
      const words = report.message === null ? '' : `: “${report.message}”`;
      const sentence = `The sync job of ${job.name} said on ${at} that the ledger does not let it in${words}`;
      return answer('broken', endSentence(sentence), remedy, { ...evidence, since: report.checkedAt.toISOString() });
    }
    if (now.getTime() - report.checkedAt.getTime() <= STALE_MS) {
      return answer('ok', `The sync job of ${job.name} said on ${at} that its link works.`, null, evidence);
    }
  }
  if (newest === undefined || now.getTime() - newest.at.getTime() > STALE_MS) {
    const sentence =
      newest === undefined
        ? `Nothing tells whether the sync job of ${job.name} is let in by the ledger: it has reported no outcome that says so.`
        : `Nothing of the last two weeks tells whether the sync job of ${job.name} is let in by the ledger.`;
    return answer('not_known', sentence, null, evidence);
  }
  const at = sayInstant(newest.at, timeZone);
  if (newest.works) {
    const how = newest.outcome.isComplete
      ? 'the ledger took a record of it'
      : 'the ledger read a record of it, and refused that for itself';
    return answer('ok', `The link of the sync job of ${job.name} worked on ${at}: ${how}.`, null, evidence);
  }
  const refusals = signs.slice(0, firstWorking(signs));
  const since = refusals.at(-1)?.at ?? newest.at;
  const words = newest.outcome.errorMessage ?? newest.outcome.errorCode ?? '';
  const told = { ...evidence, cause: newest.cause, refusals: refusals.length, since: since.toISOString() };
  if (refusals.length === 1) {
    const sentence = `The ledger refused the sync job of ${job.name} on ${at}, once so far: “${words}”`;
    return answer('warning', endSentence(sentence), 'Nothing yet: one refusal may pass by itself.', told);
  }
  const sentence = `The ledger has refused the sync job of ${job.name} since ${sayInstant(since, timeZone)}, ${sayCount(refusals.length, 'time')} in a row: “${words}”`;
  return answer('broken', endSentence(sentence), remedy, told);
}

/** What an outcome tells of the link; nothing where the cause is a guess or lies elsewhere. */
function signOf(outcome: ReportedOutcome, ledger: Ledger | null): Sign[] {
  if (outcome.isComplete) return [{ at: outcome.attemptedAt, works: true, cause: null, outcome }];
  const { errorCode, errorMessage, kind } = outcome;
  const { cause, confidence } = diagnose({ provider: ledger, kind, errorCode, errorMessage });
  if (confidence < CONFIDENT || SAYS_NOTHING.includes(cause)) return [];
  return [{ at: outcome.attemptedAt, works: !REFUSES_JOB.includes(cause), cause, outcome }];
}

/** How many signs, the newest first, come before the last one that worked. */
function firstWorking(signs: readonly Sign[]): number {
  const at = signs.findIndex(({ works }) => works);
  return at === -1 ? signs.length : at;
}

function evidenceOfSign({ at, works, cause, outcome }: Sign) {
  const { kind, errorCode, errorMessage } = outcome;
  return { at: at.toISOString(), works, cause, kind, errorCode, errorMessage: errorMessage?.slice(0, 1_000) ?? null };
}

/** Words of a ledger may end in a full stop of their own. */
function endSentence(sentence: string): string {
  return sentence.endsWith('”') ? sentence : `${sentence}.`;
}
