import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { bulkView } from '../../bulk-view.ts';

type BulkDataRoute = { params: Promise<{ tenant: string; id: string }> };

/** One operation as it stands at this moment, for what shows its progress. */
export async function GET(_request: Request, { params }: BulkDataRoute): Promise<Response> {
  try {
    const { tenant, id } = await params;
    const ctx = await fetchContext(tenant, 'record:read');
    const view = await bulkView(ctx, await getBulkOperation(ctx, id));
    return Response.json(view, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
