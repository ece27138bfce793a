import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { openRecord } from '../../open-record.ts';

type RecordDataRoute = { params: Promise<{ tenant: string; id: string }> };

/** One record whole, for the panel beside a list. */
export async function GET(_request: Request, { params }: RecordDataRoute): Promise<Response> {
  try {
    const { tenant, id } = await params;
    const ctx = await fetchContext(tenant, 'record:read');
    return Response.json(await openRecord(ctx, id), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
