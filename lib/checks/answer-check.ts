import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { contactsAnswer } from '#lib/comparisons/contacts-answer.ts';
import { referenceDataAnswer } from '#lib/comparisons/reference-answer.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { answeredLast } from './answered-last.ts';
import type { LedgerQuestions } from './ask-ledger.ts';
import type { CheckAnswer, CheckName } from './check-contract.ts';
import { readCallDay } from './connection-facts.ts';
import type { CallSeen, CheckedConnection, Moment } from './facts.ts';
import { hasPendingSince, readRhythms, readSchedules, readSigns } from './job-facts.ts';
import { readClosedRecords, readNeeds } from './record-facts.ts';
import { answersOf } from './rules/answer.ts';
import { judgeAuthorised } from './rules/authorised.ts';
import { closedThrough, judgeClosedPeriods } from './rules/closed-periods.ts';
import { judgeExpiry } from './rules/expiry.ts';
import { judgeJobLink } from './rules/job-link.ts';
import { judgePermissions } from './rules/permissions.ts';
import { judgePlan } from './rules/plan.ts';
import { judgeProofOfLife } from './rules/proof-of-life.ts';
import { judgeQuota } from './rules/quota.ts';
import { judgeRightCompany } from './rules/right-company.ts';
import { judgeSyncSchedule } from './rules/sync-schedule.ts';

/** What a check goes by. What a run has asked once is not asked again. */
export type Asked = {
  ctx: Ctx;
  moment: Moment;
  /** Null where the business itself is checked. */
  about: { connection: CheckedConnection; ledger: LedgerQuestions } | null;
  /** Every connection of the tenant, by its id. */
  connections: readonly string[];
};

type About = NonNullable<Asked['about']>;
type Answering = (asked: Asked) => Promise<CheckAnswer[]>;

/** One answer about a connection; there is none where no connection is checked. */
function ofConnection(judge: (about: About, asked: Asked) => Promise<CheckAnswer> | CheckAnswer): Answering {
  return async (asked) => (asked.about === null ? [] : [await judge(asked.about, asked)]);
}

/** One answer for each source, and one that says so where there is none. */
function ofSources(
  check: CheckName,
  judge: (asked: Asked) => Promise<CheckAnswer[]>,
  none: { sentence: string; remedy: string | null },
): Answering {
  return async (asked) => {
    const answers = await judge(asked);
    return answers.length > 0 ? answers : [answersOf(check, 'job_link')('not_known', none.sentence, none.remedy)];
  };
}

function read<Value>({ ctx }: Asked, work: (tx: TenantTx) => Promise<Value>): Promise<Value> {
  requirePermission(ctx, 'connection:check');
  return ctx.transaction(work);
}

const ownOf = ({ connection }: About, { connections }: Asked) => ({
  connectionId: connection.id,
  isOnlyOne: connections.length === 1,
});

const jobsOf = ({ about, connections }: Asked) => (about === null ? connections : [about.connection.id]);

/** What another company says of itself tells nothing of this one. */
async function ownCompany({ connection, ledger }: About): Promise<CallSeen<CompanyFacts>> {
  const seen = await ledger.company();
  if (seen.state !== 'answered' || seen.value.companyId === connection.companyId) return seen;
  const error = new LedgerError('Another company answered.', { trouble: 'wrong_company' });
  return { state: 'refused', call: seen.call, at: seen.at, error };
}

const ANSWERS: Record<CheckName, Answering> = {
  authorised: ofConnection(async ({ connection, ledger }, { moment }) =>
    judgeAuthorised(connection, await ledger.proof(), moment),
  ),
  expiry: ofConnection(({ connection }, { moment }) => judgeExpiry(connection, moment)),
  right_company: ofConnection(async ({ connection, ledger }, { moment }) =>
    judgeRightCompany(connection, await ledger.proof(), moment),
  ),
  permissions: ofConnection(async ({ connection, ledger }, { moment }) =>
    judgePermissions(connection, await ledger.company(), moment),
  ),
  plan: ofConnection(async (about, asked) => {
    const needs = await read(asked, (tx) => readNeeds(asked.ctx, tx, ownOf(about, asked)));
    return judgePlan(about.connection, await ownCompany(about), needs, asked.moment);
  }),
  closed_periods: ofConnection(async (about, asked) => {
    const company = await ownCompany(about);
    const day = company.state === 'answered' ? closedThrough(company.value) : null;
    const own = ownOf(about, asked);
    const records = day === null ? [] : await read(asked, (tx) => readClosedRecords(asked.ctx, tx, own, day));
    return judgeClosedPeriods(about.connection, company, records, asked.moment);
  }),
  quota: ofConnection(async ({ connection }, asked) => {
    const { ctx, moment } = asked;
    return judgeQuota(connection, await read(asked, (tx) => readCallDay(ctx, tx, connection.id, moment.now)), moment);
  }),
  reference_data: ofConnection(async ({ connection: { id } }, asked) => {
    const { ctx, moment } = asked;
    const since = await read(asked, (tx) => answeredLast(ctx, tx, id, 'reference_data'));
    return referenceDataAnswer(ctx, id, moment, since);
  }),
  contacts: ofConnection(({ connection }, { ctx, moment }) => contactsAnswer(ctx, connection.id, moment)),
  job_link: ofSources(
    'job_link',
    async (asked) => {
      const jobs = await read(asked, (tx) => readSigns(asked.ctx, tx, jobsOf(asked)));
      return jobs.map((job) => judgeJobLink(job, asked.about?.connection.ledger ?? null, asked.moment));
    },
    {
      sentence: 'No sync job has reported anything yet, so nothing tells how its link to the ledger is.',
      remedy: null,
    },
  ),
  proof_of_life: ofSources(
    'proof_of_life',
    async (asked) => {
      const jobs = await read(asked, (tx) => readRhythms(asked.ctx, tx, jobsOf(asked), asked.moment));
      return jobs.map((job) => judgeProofOfLife(job, asked.moment));
    },
    { sentence: 'No sync job has reported an outcome yet.', remedy: null },
  ),
  sync_schedule: ofSources(
    'sync_schedule',
    async (asked) => {
      const { ctx, moment } = asked;
      const jobs = await read(asked, (tx) => readSchedules(ctx, tx, jobsOf(asked), moment.now));
      return Promise.all(
        jobs.map(({ id, ...job }) =>
          judgeSyncSchedule(
            { ...job, hasPendingSince: (before) => read(asked, (tx) => hasPendingSince(ctx, tx, id, before)) },
            moment,
          ),
        ),
      );
    },
    {
      sentence: 'Nobody has said when a sync is expected.',
      remedy: 'An admin sets the expected times of each source in the settings.',
    },
  ),
};

/** Gives a check's answers: one, or one for each source; none where it is not asked of what is checked. */
export function answerCheck(name: CheckName, asked: Asked): Promise<CheckAnswer[]> {
  return ANSWERS[name](asked);
}
