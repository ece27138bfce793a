import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { DEFAULT_SORT, EVERY_RECORD } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';

const FOUND_MAX = 8;
const TEXT_MAX = 255;

/** The newest few records of any kind and status that a text is found in, for the palette. */
export async function GET(request: Request, { params }: { params: Promise<{ tenant: string }> }): Promise<Response> {
  try {
    const { tenant } = await params;
    const ctx = await fetchContext(tenant, 'record:read');
    // The database's text can't hold control characters such as NUL.
    const asked = (new URL(request.url).searchParams.get('q') ?? '').replace(/\p{Cc}/gu, ' ');
    const search = asked.trim().slice(0, TEXT_MAX);
    const page = { sort: DEFAULT_SORT, limit: FOUND_MAX, cursor: null };
    const { records } = search === '' ? { records: [] } : await listRecords(ctx, { ...EVERY_RECORD, search }, page);
    const found = records.map(({ id, kind, number, sourceId, referenceNumber, payer, billingOrg, syncStatus }) => ({
      id,
      kind,
      number: number ?? sourceId,
      referenceNumber,
      party: payer ?? billingOrg,
      syncStatus,
    }));
    return Response.json({ found }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
