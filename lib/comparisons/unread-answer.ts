import type { CheckAnswer } from '#lib/checks/check-contract.ts';
import type { answersOf } from '#lib/checks/rules/answer.ts';
import { sayList } from '#lib/checks/rules/say.ts';
import { LIST_WORDS } from '#lib/ledger-lists/list-contract.ts';
import type { ComparisonPlace } from './comparison-place.ts';

/** Gives the answer of a check whose lists were not read, or were emptied and not read since. */
export function unreadAnswer(
  answer: ReturnType<typeof answersOf>,
  { companyName, unread }: ComparisonPlace,
): CheckAnswer {
  const lists = sayList(unread.map((type) => LIST_WORDS[type].many.toLowerCase()));
  return answer(
    'not_checked',
    `Not checked: of ${companyName}, the ${lists} have not been read from beginning to end yet.`,
    'Nothing, if the connection is new or its lists were cleared: they are being read. If it stays, look at “Lists” of this connection, which says what keeps it.',
    { unread },
  );
}
