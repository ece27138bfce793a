import { notFound } from '#lib/core/app-error.ts';
import { dayOf } from '#lib/core/dates.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { findNeighbours } from '#lib/records/find-neighbours.ts';
import { toFilter } from '../../../history/[tab]/list-address.ts';
import { parseListParam } from '../../list-param.ts';

type NeighboursRoute = { params: Promise<{ tenant: string; id: string }> };

/** What stands before and after a record in a list, for the panel at the edge of a page. */
export async function GET(request: Request, { params }: NeighboursRoute): Promise<Response> {
  try {
    const { tenant, id } = await params;
    const ctx = await fetchContext(tenant, 'record:read');
    const today = dayOf(new Date(), ctx.tenant.timeZone);
    const list = parseListParam(new URL(request.url).searchParams.get('list'), tenant, today);
    if (list === null) throw notFound('The list');
    const neighbours = await findNeighbours(ctx, toFilter(list.kind, list.state), list.state.sort, id);
    return Response.json(neighbours, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
