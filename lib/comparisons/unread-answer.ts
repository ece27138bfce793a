import type { CheckAnswer } from '#lib/checks/check-contract.ts';
import type { Moment } from '#lib/checks/facts.ts';
import type { answersOf } from '#lib/checks/rules/answer.ts';
import { sayInstant, sayList } from '#lib/checks/rules/say.ts';
import { LIST_WORDS } from '#lib/ledger-lists/list-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { ComparisonPlace } from './comparison-place.ts';

/** Lists are read every six hours; what is older than a day says nothing of how the ledger is now. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Gives the answer of a check whose lists were not read, were emptied and not read since, or are old; null if it can run. */
export function unreadAnswer(
  answer: ReturnType<typeof answersOf>,
  { ledger, companyName, isConnected, unread, readAt }: ComparisonPlace,
  { now, timeZone }: Moment,
): CheckAnswer | null {
  if (unread.length === 0 && readAt !== null && now.getTime() - readAt.getTime() > KEPT_MS) {
    return answer(
      'not_checked',
      `Not checked: the lists of ${companyName} were last read on ${sayInstant(readAt, timeZone)}, which is too long ago to tell anything.`,
      'Look at “Lists” of this connection, which says what keeps them from being read.',
      { readAt: readAt.toISOString() },
    );
  }
  if (unread.length === 0) return null;
  if (!isConnected) {
    return answer(
      'not_checked',
      `Not checked: ${LEDGER_WORDS[ledger].name} is not connected, so its lists can’t be read.`,
      null,
      { unread },
    );
  }
  const lists = sayList(unread.map((type) => LIST_WORDS[type].many.toLowerCase()));
  return answer(
    'not_checked',
    `Not checked: of ${companyName}, the ${lists} have not been read from beginning to end yet.`,
    'Nothing, if the connection is new or its lists were cleared: they are being read. If it stays, look at “Lists” of this connection, which says what keeps it.',
    { unread },
  );
}
