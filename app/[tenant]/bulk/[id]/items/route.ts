import { downloadBulkItems } from '#lib/bulk/download-bulk-items.ts';
import { getBulkOperation } from '#lib/bulk/get-bulk-operation.ts';
import { isFromOtherSite, seeOther } from '#lib/http/other-site.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { itemsState } from '../items-address.ts';
import { itemsCsv } from './items-csv.ts';

type ItemsRoute = { params: Promise<{ tenant: string; id: string }> };

/** What became of each record, all of them, as CSV. */
export async function GET(request: Request, { params }: ItemsRoute): Promise<Response> {
  try {
    const { tenant, id } = await params;
    const { pathname, search, searchParams } = new URL(request.url);
    if (isFromOtherSite(request.headers)) return seeOther(pathname.replace(/\/items$/, '') + search);
    const ctx = await fetchContext(tenant, 'record:read');
    const { result } = itemsState(Object.fromEntries(searchParams));
    const operation = await getBulkOperation(ctx, id);
    const pages = await downloadBulkItems(ctx, id, result);
    const file = `bulk-change-${operation.createdAt.slice(0, 10)}-${id.slice(-6)}.csv`;
    return new Response(itemsCsv(operation, pages), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
