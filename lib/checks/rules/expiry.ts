import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CheckedConnection, Moment } from '../facts.ts';
import { answersOf } from './answer.ts';
import { sayCount, sayDayOf } from './say.ts';

const answer = answersOf('expiry', 'own_link');

/** So many days before the end it is said again. */
export const WARN_DAYS = [30, 14, 7, 1] as const;

const DAY_MS = 86_400_000;

/**
 * Says how long Tieout can go on before a person must connect anew. The refresh token's end moves on with every refresh, so
 * that a connection in use never reaches it; the hard end does not move.
 */
export function judgeExpiry(connection: CheckedConnection, { now, timeZone }: Moment): CheckAnswer {
  const { grant, ledger, companyName } = connection;
  const { name } = LEDGER_WORDS[ledger];
  if (grant === null || connection.status === 'disconnected' || connection.status === 'not_connected') {
    return answer('not_checked', `Not checked: ${name} is not connected, so nothing can end.`, null);
  }
  if (grant.deadAt !== null) {
    return answer('not_checked', `Not checked: ${name} ended Tieout’s authorisation already.`, null, {
      deadAt: grant.deadAt.toISOString(),
    });
  }
  const ends = endsOf(grant);
  const leftMs = ends.at.getTime() - now.getTime();
  const daysLeft = Math.ceil(leftMs / DAY_MS);
  const warnedAt = leftMs <= 0 ? 0 : (WARN_DAYS.toReversed().find((days) => leftMs <= days * DAY_MS) ?? null);
  const evidence = {
    refreshEndsAt: grant.refreshEndsAt.toISOString(),
    hardEndsAt: grant.hardEndsAt?.toISOString() ?? null,
    issuedAt: grant.issuedAt.toISOString(),
    grantedBy: grant.grantedByName,
    endsBy: ends.by,
    daysLeft,
    /** Which of the warnings this is; null before the first. */
    threshold: warnedAt,
  };
  const day = sayDayOf(ends.at, timeZone);
  const what = ends.by === 'hard' ? 'for good' : `unless it is used before`;
  const reconnect = `An admin presses Reconnect and signs in to ${name} for ${companyName}; nothing else changes.`;
  if (warnedAt === 0)
    return answer('broken', `Tieout’s authorisation at ${name} ended on ${day}.`, reconnect, evidence);
  if (warnedAt !== null) {
    const sentence = `Tieout’s authorisation at ${name} ends in ${sayCount(daysLeft, 'day')}, on ${day}, ${what}.`;
    return answer('warning', sentence, reconnect, evidence);
  }
  const sentence = `Tieout’s authorisation at ${name} is good until ${day}${ends.by === 'hard' ? '' : ', and longer whenever it is used'}.`;
  return answer('ok', sentence, null, evidence);
}

function endsOf({ refreshEndsAt, hardEndsAt }: NonNullable<CheckedConnection['grant']>) {
  return hardEndsAt !== null && hardEndsAt <= refreshEndsAt
    ? { at: hardEndsAt, by: 'hard' as const }
    : { at: refreshEndsAt, by: 'refresh' as const };
}
