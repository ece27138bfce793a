import { notFound } from '#lib/core/app-error.ts';
import { defineRoute } from '#lib/http/define-route.ts';
import { listTypeOfSlug } from '#lib/ledger-lists/list-contract.ts';
import { queryLedgerList } from '#lib/ledger-lists/query-ledger-list.ts';

export const GET = defineRoute<{ id: string; type: string }>(({ ctx, request, params }) => {
  const type = listTypeOfSlug(params.type);
  if (type === null) throw notFound('This kind of list');
  return queryLedgerList(ctx, { connectionId: params.id, type }, new URL(request.url).searchParams);
});
