import type { InboxPart, InboxState, MatchReason } from '#lib/inbox/inbox-contract.ts';

/** How people read each part of the inbox. */
export const PART_WORDS: Record<InboxPart, { label: string; empty: string; dated: string; hint: string }> = {
  unmatched: {
    label: 'Attempts without a record',
    empty: 'Every attempt has its record.',
    dated: 'Tried',
    hint: 'Each links itself as soon as its source system sends the document under the same kind and ID.',
  },
  rejected: {
    label: 'Rejected items',
    empty: 'Nothing that was refused waits.',
    dated: 'Last sent',
    hint: 'Each leaves by itself once it is sent again and accepted under the same ID.',
  },
  payloads: {
    label: 'Hook payloads',
    empty: 'Everything that hooks received has found its record.',
    dated: 'Received',
    hint: 'What the same mapping could not place is placed at once when the mapping is changed and they are read again.',
  },
};

/** How people read what has become of something. */
export const STATE_WORDS: Record<InboxState, { label: string; none: string }> = {
  waiting: { label: 'Waiting', none: 'Nothing waits here.' },
  dismissed: { label: 'Dismissed', none: 'Nothing was dismissed.' },
  settled: { label: 'Came right since', none: 'Nothing that was refused has come right yet.' },
};

/** What speaks for a suggested record. */
export const REASON_WORDS: Record<MatchReason, string> = {
  id: 'same ID',
  number: 'its number is named',
  reference: 'same reference',
  amount: 'same amount',
  party: 'its party is named',
  shipment: 'its shipment is named',
};
