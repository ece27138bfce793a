import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { findCandidates } from '#lib/inbox/find-candidates.ts';
import { suggestRecords } from '#lib/inbox/suggest-records.ts';

const TEXT_MAX = 255;

/** The records that an item of the inbox could belong to: suggested, or found by a text. */
export async function GET(request: Request, { params }: { params: Promise<{ tenant: string }> }): Promise<Response> {
  try {
    const { tenant } = await params;
    const ctx = await fetchContext(tenant, 'inbox:resolve');
    const asked = new URL(request.url).searchParams;
    const part = asked.get('part') === 'payloads' ? 'payloads' : 'unmatched';
    const id = asked.get('id') ?? '';
    // The database's text can't hold control characters such as NUL.
    const search = (asked.get('q') ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, TEXT_MAX);
    const candidates =
      search === '' ? await suggestRecords(ctx, part, id) : await findCandidates(ctx, part, id, search);
    return Response.json({ candidates }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
