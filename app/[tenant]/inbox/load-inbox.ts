import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { countInbox, type InboxCounts } from '#lib/inbox/count-inbox.ts';
import type { WaitingPayload } from '#lib/inbox/inbox-contract.ts';
import { INBOX_PARTS, type InboxPage, type RejectedItem, type UnmatchedAttempt } from '#lib/inbox/inbox-contract.ts';
import { listInboxPayloads } from '#lib/inbox/list-inbox-payloads.ts';
import { listRejected } from '#lib/inbox/list-rejected.ts';
import { listUnmatched } from '#lib/inbox/list-unmatched.ts';
import type { InboxAddress } from './search-params.ts';

const PAGE_SIZE = 50;

/** One page of one part of the inbox. */
export type InboxItems =
  | { show: 'unmatched'; page: InboxPage<UnmatchedAttempt> }
  | { show: 'rejected'; page: InboxPage<RejectedItem> }
  | { show: 'payloads'; page: InboxPage<WaitingPayload> };

export type LoadedInbox = { notice: string | null; counts: InboxCounts; items: InboxItems };

/** Reads one page of the inbox, with how much is in each part; the first page if the place in it is not known. */
export async function loadInbox(ctx: Ctx, state: InboxAddress): Promise<LoadedInbox> {
  const counts = await countInbox(ctx, state.filter);
  const show = state.show ?? INBOX_PARTS.find((part) => counts[part].count > 0) ?? INBOX_PARTS[0];
  try {
    return { notice: null, counts, items: await readPage(ctx, { ...state, show }) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || state.cursor === null) throw error;
    const notice = 'The place in the list is not known any more, so its first page is shown.';
    return { notice, counts, items: await readPage(ctx, { ...state, show, cursor: null }) };
  }
}

async function readPage(
  ctx: Ctx,
  { show, filter, cursor }: InboxAddress & { show: InboxItems['show'] },
): Promise<InboxItems> {
  const request = { limit: PAGE_SIZE, cursor };
  switch (show) {
    case 'unmatched':
      return { show, page: await listUnmatched(ctx, filter, request) };
    case 'rejected':
      return { show, page: await listRejected(ctx, filter, request) };
    case 'payloads':
      return { show, page: await listInboxPayloads(ctx, filter, request) };
    default:
      return show satisfies never;
  }
}
