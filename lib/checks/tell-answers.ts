import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { endNotice } from '#lib/notices/end-notice.ts';
import type { NoticeEvent, RaisedNotice } from '#lib/notices/notice-contract.ts';
import { raiseNotice } from '#lib/notices/raise-notice.ts';
import type { CheckAnswer, CheckName, CheckResult } from './check-contract.ts';
import { latestAnswers } from './latest-answers.ts';

/** The connection that is checked, by the name that people know; null where the business itself is. */
export type Told = {
  id: string;
  companyName: string;
  isLost: boolean;
  /** Somebody connected it: the clock checks it, and no longer the business itself. */
  isWatched: boolean;
} | null;

/** By which notice each check tells people, and from which state on. */
const TELLS: Record<CheckName, { event: NoticeEvent; fromWarning: boolean }> = {
  authorised: { event: 'connection.check_failed', fromWarning: false },
  expiry: { event: 'connection.ends_soon', fromWarning: true },
  right_company: { event: 'connection.check_failed', fromWarning: false },
  permissions: { event: 'connection.check_failed', fromWarning: false },
  plan: { event: 'connection.check_failed', fromWarning: false },
  closed_periods: { event: 'connection.check_failed', fromWarning: true },
  quota: { event: 'connection.check_failed', fromWarning: false },
  job_link: { event: 'connection.check_failed', fromWarning: false },
  proof_of_life: { event: 'source.silent', fromWarning: true },
  reference_data: { event: 'connection.check_failed', fromWarning: false },
  contacts: { event: 'connection.check_failed', fromWarning: false },
  sync_schedule: { event: 'source.silent', fromWarning: true },
};

/**
 * Tells people what a check found: once, until it changes, and when it is over. An answer that could not be had, or that
 * nobody knows, ends nothing. `former`: what was answered before, of whichever source.
 */
export async function tellAnswers(
  ctx: Ctx,
  tx: TenantTx,
  told: Told,
  answers: readonly CheckAnswer[],
  former: readonly CheckResult[],
): Promise<void> {
  const scheduled = await scheduledSources(ctx, tx, told, answers);
  for (const answer of answers) {
    const rule = TELLS[answer.check];
    if (told === null && rule.event !== 'source.silent') continue;
    const isProblem = answer.state === 'broken' || (answer.state === 'warning' && rule.fromWarning);
    // What the ledger ended for good is told by whoever found that out, and a source with a schedule by its schedule.
    const isTold = (answer.check === 'authorised' && told?.isLost === true) || scheduled.has(answer.subject);
    if (isProblem && !isTold) {
      await raiseNotice(ctx, tx, await noticeOf(ctx, tx, told, rule.event, answer));
    } else if (isTold || answer.state === 'ok' || answer.state === 'warning') {
      await end(ctx, tx, told, answer);
    }
  }
  const gone = former.filter(
    (one) =>
      !answers.some(({ subject }) => subject === one.subject) && (one.state === 'broken' || one.state === 'warning'),
  );
  for (const one of gone) await end(ctx, tx, told, one);
}

/** The sources of which somebody said when they are expected: they are held to that, and not to their habits as well. */
async function scheduledSources(
  ctx: Ctx,
  tx: TenantTx,
  told: Told,
  [first]: readonly CheckAnswer[],
): Promise<Set<string>> {
  if (first?.check !== 'proof_of_life') return new Set();
  const schedules = await latestAnswers(ctx, tx, told?.id ?? null, { names: ['sync_schedule'] });
  return new Set(schedules.map(({ subject }) => subject).filter((subject) => subject !== ''));
}

async function noticeOf(
  ctx: Ctx,
  tx: TenantTx,
  told: Told,
  event: NoticeEvent,
  answer: CheckAnswer,
): Promise<RaisedNotice> {
  const { check, subject, state, sentence, remedy, evidence } = answer;
  const source = event === 'source.silent' ? await sourceOf(ctx, tx, subject) : null;
  const { threshold } = evidence;
  // The last week is more than a warning.
  const isUrgent = state === 'broken' || (typeof threshold === 'number' && threshold <= 7);
  const about = source === null ? null : ({ type: 'source', id: source.id } as const);
  return {
    event,
    problemKey: keyOf(told, answer),
    subject: about ?? (told === null ? null : { type: 'connection', id: told.id }),
    severity: isUrgent ? 'problem' : 'warning',
    title: titleOf(told, answer, source?.name ?? null),
    body: remedy === null ? sentence : `${sentence}\n${remedy}`,
    href: told === null ? 'connections' : `connections/${told.id}`,
    facts: {
      check,
      ...(subject === '' ? {} : { source: subject }),
      ...(typeof threshold === 'number' ? { threshold } : {}),
    },
  };
}

async function end(ctx: Ctx, tx: TenantTx, told: Told, answer: CheckAnswer): Promise<void> {
  const source = answer.subject === '' ? null : await sourceOf(ctx, tx, answer.subject);
  const about = source?.name ?? (answer.subject || (told?.companyName ?? ctx.tenant.name));
  await endNotice(ctx, tx, keyOf(told, answer), {
    title: `${OVER[answer.check]}: ${about}`,
    body: answer.sentence,
    href: told === null ? 'connections' : `connections/${told.id}`,
  });
}

/** What people read when a problem is over. */
const OVER: Record<CheckName, string> = {
  authorised: 'The ledger accepts Tieout again',
  expiry: 'The authorisation does not end soon any more',
  right_company: 'The right company answers again',
  permissions: 'The permissions are enough again',
  plan: 'The plan allows what is needed again',
  closed_periods: 'No open record lies in a closed period any more',
  quota: 'Calls to the ledger are left again',
  job_link: 'The ledger lets the sync job in again',
  reference_data: 'The ledger’s lists are as they should be again',
  contacts: 'The names go with the contacts again',
  proof_of_life: 'Outcomes are reported as usual again',
  sync_schedule: 'The schedule is kept again',
};

function keyOf(told: Told, { check, subject }: CheckAnswer): string {
  const of = told?.id ?? 'business';
  switch (check) {
    case 'expiry':
      return `connection.ends_soon:${of}`;
    case 'proof_of_life':
    case 'sync_schedule':
      // Of a company that nobody connected it is the silence that the business's own checks tell of.
      return `source.silent:${told?.isWatched === true ? of : 'business'}:${check}:${subject}`;
    default:
      return `connection.check_failed:${of}:${check}:${subject}`;
  }
}

function titleOf(told: Told, { check, sentence }: CheckAnswer, source: string | null): string {
  if (source !== null)
    return check === 'sync_schedule' ? `${source} does not keep its schedule` : `${source} is silent`;
  const words = sentence.replace(/\.$/, '');
  return told === null ? words : `${told.companyName}: ${words}`;
}

async function sourceOf(ctx: Ctx, tx: TenantTx, slug: string): Promise<{ id: string; name: string } | null> {
  return tx.source.findUnique({
    where: { tenantId_slug: { tenantId: ctx.tenantId, slug } },
    select: { id: true, name: true },
  });
}
