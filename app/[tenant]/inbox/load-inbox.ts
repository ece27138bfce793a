import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import type { InboxPage, RejectedItem, UnmatchedAttempt } from '#lib/inbox/inbox-contract.ts';
import { listRejected } from '#lib/inbox/list-rejected.ts';
import { listUnmatched } from '#lib/inbox/list-unmatched.ts';
import type { InboxState } from './search-params.ts';

const PAGE_SIZE = 50;

export type LoadedInbox = { notice: string | null } & (
  | { show: 'unmatched'; page: InboxPage<UnmatchedAttempt> }
  | { show: 'rejected'; page: InboxPage<RejectedItem> }
);

/** Reads one page of the inbox; the first if the place in it is not known. */
export async function loadInbox(ctx: Ctx, state: InboxState): Promise<LoadedInbox> {
  try {
    return { notice: null, ...(await readPage(ctx, state)) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || state.cursor === null) throw error;
    const notice = 'The place in the list is not known any more, so its first page is shown.';
    return { notice, ...(await readPage(ctx, { ...state, cursor: null })) };
  }
}

async function readPage(ctx: Ctx, { show, filter, cursor }: InboxState) {
  const request = { limit: PAGE_SIZE, cursor };
  return show === 'unmatched'
    ? { show, page: await listUnmatched(ctx, filter, request) }
    : { show, page: await listRejected(ctx, filter, request) };
}
