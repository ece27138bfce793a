import { getGuidedRun } from '#lib/guidance/get-guided-run.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';

type RunDataRoute = { params: Promise<{ tenant: string; run: string }> };

/** A guided run as it stands at this moment. */
export async function GET(_request: Request, { params }: RunDataRoute): Promise<Response> {
  try {
    const { tenant, run } = await params;
    const ctx = await fetchContext(tenant, 'connection:read');
    return Response.json(await getGuidedRun(ctx, run), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
