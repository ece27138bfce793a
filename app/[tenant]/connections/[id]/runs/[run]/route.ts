import { checksOf } from '#lib/checks/check-list.ts';
import { getCheckRun } from '#lib/checks/get-check-run.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';

type RunRoute = { params: Promise<{ tenant: string; run: string }> };

/** A run of checks as it stands at this moment, and how many checks it has. */
export async function GET(_request: Request, { params }: RunRoute): Promise<Response> {
  try {
    const { tenant, run: id } = await params;
    const ctx = await fetchContext(tenant, 'connection:read');
    if (!isId(id)) throw notFound('The run of checks');
    const run = await getCheckRun(ctx, id);
    return Response.json({ run, checks: checksOf(run).length }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
