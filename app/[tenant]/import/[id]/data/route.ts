import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { getImport } from '#lib/imports/get-import.ts';

type ImportDataRoute = { params: Promise<{ tenant: string; id: string }> };

/** One import as it stands at this moment, for what shows its progress. */
export async function GET(_request: Request, { params }: ImportDataRoute): Promise<Response> {
  try {
    const { tenant, id } = await params;
    const ctx = await fetchContext(tenant, 'import:create');
    return Response.json(await getImport(ctx, id), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
