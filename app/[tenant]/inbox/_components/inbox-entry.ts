import type { InboxPart, RejectedItem, UnmatchedAttempt, WaitingPayload } from '#lib/inbox/inbox-contract.ts';
import { carrierName } from '#lib/ingest/carrier-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';

/** One item of whichever part, with what it is called. */
export type InboxEntry = { id: string; title: string; at: string } & (
  | { part: 'unmatched'; item: UnmatchedAttempt }
  | { part: 'rejected'; item: RejectedItem }
  | { part: 'payloads'; item: WaitingPayload }
);

/** Takes an item of a part; gives it with the words that name it, on the list and in dialogs alike. */
export function entryOf(part: InboxPart, item: UnmatchedAttempt | RejectedItem | WaitingPayload): InboxEntry {
  if (part === 'unmatched' && 'attemptedAt' in item) {
    return { part, id: item.id, item, title: `${KIND_LABEL[item.kind].one} ${item.sourceId}`, at: item.attemptedAt };
  }
  if (part === 'rejected' && 'call' in item) {
    const what = item.call === 'records' ? 'Record' : 'Attempt';
    return { part, id: item.id, item, title: `${what} from ${carrierName(item) ?? item.source}`, at: item.lastAt };
  }
  if (part === 'payloads' && 'hookId' in item) {
    const named = item.values['record.number'] ?? item.values['record.sourceId'] ?? item.values.externalId;
    const title = `${named === undefined ? 'Payload' : named} from ${item.hookName}`;
    return { part, id: item.id, item, title, at: item.receivedAt };
  }
  throw new Error(`An item of the inbox is not of the part ${part}`);
}
