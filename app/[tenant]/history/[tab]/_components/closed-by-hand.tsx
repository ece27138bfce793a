import { formatCount } from '#components/sync/format-money.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { RecordCount } from '#lib/records/list-contract.ts';
import { hrefWith, type ListAddress } from '../list-address.ts';

type ClosedByHandProps = { byHand: Promise<RecordCount>; address: ListAddress; locale: string };

/** How many of the Complete ones a person closed, with the list of them: never mixed up with what a job wrote. */
export async function ClosedByHandLink({ byHand, address, locale }: ClosedByHandProps) {
  const { status, isExcluded, flags } = address.state;
  const { count, isExact } = await byHand;
  if (status !== 'complete' || isExcluded || flags.includes('by_hand') || count === 0) return null;
  return (
    <SoftLink href={hrefWith(address, { flags: [...flags, 'by_hand'] })}>
      {formatCount(count, locale, isExact)} of them {count === 1 ? 'was' : 'were'} completed by hand
    </SoftLink>
  );
}
