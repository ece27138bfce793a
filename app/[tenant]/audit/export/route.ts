import { dayOf } from '#lib/core/dates.ts';
import { auditSigningKey } from '#lib/env.ts';
import { type AuditExportFormat, exportAuditLog } from '#lib/exports/export-audit-log.ts';
import { isFromOtherSite, seeOther } from '#lib/http/other-site.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { parseAuditParams } from '../search-params.ts';

type ExportRoute = { params: Promise<{ tenant: string }> };

const TYPES: Record<AuditExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** The events that the address's filters match, as a file that is written while it is read. */
export async function GET(request: Request, { params }: ExportRoute): Promise<Response> {
  try {
    const { tenant } = await params;
    const { pathname, search, searchParams: query } = new URL(request.url);
    if (isFromOtherSite(request.headers)) return seeOther(pathname.replace(/\/export$/, '') + search);
    const ctx = await fetchContext(tenant, 'audit:read');
    const format: AuditExportFormat = query.get('format') === 'csv' ? 'csv' : 'ndjson';
    const { size, cursor, ...filter } = parseAuditParams(Object.fromEntries(query)).state;
    const pieces = await exportAuditLog(ctx, filter, { format, key: auditSigningKey() });
    const name = `audit-${tenant}-${dayOf(new Date(), ctx.tenant.timeZone)}.${format}`;
    return new Response(streamOf(pieces), {
      headers: {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}

/** A piece is made when the reader asks for one; a reader who goes away ends the reading. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done === true) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
