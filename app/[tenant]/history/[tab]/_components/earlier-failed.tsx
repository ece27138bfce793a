import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { formatDay } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { addDays, type Day } from '#lib/core/dates.ts';
import type { EarlierFailed } from '#lib/records/list-contract.ts';
import { hrefWith, type ListAddress, type ListRange } from '../list-address.ts';

type EarlierFailedLinkProps = { earlier: Promise<EarlierFailed>; address: ListAddress; locale: string };

/** What failed before the range begins and is failed still, so that nothing falls out of sight with time. */
export async function EarlierFailedLink({ earlier, address, locale }: EarlierFailedLinkProps) {
  const { count, amounts } = await earlier;
  const { from } = address.state.range;
  if (count === 0 || from === null) return null;
  const money = amounts
    .filter(({ currency }) => currency !== null)
    .map(({ currency, amount }) => `${formatAmount(amount, currency, locale)} ${currency}`);
  return (
    <SoftLink href={hrefWith(address, { range: earlierRange(from) })}>
      {formatCount(count, locale)} more failed before {formatDay(from, locale)}
      {money.length === 0 ? '' : `, ${money.join(', ')}`}
    </SoftLink>
  );
}

/** Gives everything before a range that begins on a day. */
export function earlierRange(from: Day): ListRange {
  return { from: null, to: addDays(from, -1) };
}
