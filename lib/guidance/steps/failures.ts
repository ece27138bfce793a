import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import type { Actor, Cause } from '#lib/causes/causes.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { readFailureCauses } from '../failure-causes.ts';
import type { StepActor } from '../guidance-contract.ts';
import { findAmong, lookedRecords } from '../looked-records.ts';
import { fine, recordsWords, type Step } from '../step-asked.ts';

const CAUSES_TOLD = 6;
const QUOTED_MAX = 300;

/** What failed lately, and of what: the ledgers' own messages, diagnosed. */
export const failures: Step = async ({ ctx, tx, scope }) => {
  const looked = lookedRecords(ctx, scope, [2]);
  const [worst, ...others] = await readFailureCauses(ctx, tx, scope);
  if (worst === undefined) {
    const pending = await findAmong(tx, lookedRecords(ctx, scope, [0]), null);
    const sentence =
      pending.records === 0
        ? 'Nothing is failed, and nothing is pending.'
        : `Nothing is failed; ${recordsWords(pending.records)} of those looked at are pending and not tried.`;
    return { ...fine(sentence, { lookedAt: 1 }), evidence: { pending: pending.records } };
  }
  const isOfCause = Prisma.sql`NOT r.is_by_hand AND coalesce(r.cause, 'unknown') = ${worst.cause}`;
  const found = await findAmong(tx, looked, isOfCause);
  const all = others.reduce((sum, { records }) => sum + records, worst.records);
  const share = `${worst.records.toLocaleString('en')} of ${all.toLocaleString('en')}`;
  return {
    matter: JOB_LINK.has(worst.cause) ? 'job_link' : 'company',
    state: 'broken',
    sentence:
      scope.recordId === null
        ? `Of what failed, ${share} have one cause: ${causeWords(worst.cause)}.`
        : `Why it failed: ${causeWords(worst.cause)}.`,
    remedy: REMEDY[worst.who],
    evidence: {
      lookedAt: found.lookedAt,
      records: worst.records,
      money: found.money,
      examples: found.examples,
      who: STEP_ACTOR[worst.who],
      cause: worst.cause,
      message: shorten(worst.message),
      otherCauses: others
        .slice(0, CAUSES_TOLD)
        .map((other) => `${causeWords(other.cause)}: ${recordsWords(other.records)}`),
    },
  };
};

function causeWords(cause: Cause): string {
  return cause === 'unknown' ? 'one that Tieout does not recognise' : CAUSE_LABEL[cause].toLowerCase();
}

const JOB_LINK: ReadonlySet<Cause> = new Set([
  'token_expired',
  'connection_revoked',
  'insufficient_scope',
  'insufficient_permission',
  'wrong_company',
]);

/** Who acts on a cause, in the words of steps. */
export const STEP_ACTOR: Record<Actor, StepActor> = {
  accountant: 'accountant',
  clerk: 'clerk',
  admin: 'admin',
  source_vendor: 'job_owner',
  nobody: 'nobody',
};

const REMEDY: Record<Actor, string> = {
  accountant: 'Put it right in the ledger as the message says, then put these records back to Pending.',
  clerk: 'Correct the documents in the source system, then put these records back to Pending.',
  admin: 'Put the link or the plan right as the message says, then put these records back to Pending.',
  source_vendor: 'Send the message to whoever runs the sync job; “Copy for support” has it.',
  nobody: 'It passes by itself: put these records back to Pending later, or let the job try again.',
};

function shorten(text: string): string {
  return text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text;
}
