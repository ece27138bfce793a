import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { keepExportProcess } from '#lib/exports/export-processes.ts';
import { findFinished } from '#lib/exports/finished-exports.ts';
import { startExport } from '#lib/exports/start-export.ts';
import { isFromOtherSite, seeOther } from '#lib/http/other-site.ts';
import { currentRequestId, fetchContext, pageContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { whenStopping } from '#lib/http/stopping.ts';
import { fileResponse, startedResponse } from './export-answers.ts';
import { readExportRequest } from './export-request.ts';
import { progressLines } from './progress-lines.ts';

type ExportRoute = { params: Promise<{ tenant: string; tab: string }> };

/** The file of everything that a list's address matches; of one that is written already if the address names it. */
export async function GET(request: Request, { params }: ExportRoute): Promise<Response> {
  const { tenant, tab } = await params;
  const { pathname, search, searchParams } = new URL(request.url);
  if (isFromOtherSite(request.headers)) return seeOther(pathname.replace(/\/export$/, '') + search);
  const ctx = await pageContext(tenant, 'record:read', pathname + search);
  try {
    const id = searchParams.get('export');
    const finished = id === null || !ctx.permissions.has('export:create') ? null : findFinished(ctx, id);
    if (finished !== null) return fileResponse(finished);
    return await startedResponse(await start(ctx, tab, searchParams, request.signal));
  } catch (error) {
    // Nobody is there to be answered: the export was cancelled.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return problemResponse(error, await currentRequestId());
  }
}

/** Makes the same export and tells how far it is, one JSON a line; the last one names it. Whoever stops reading cancels it. */
export async function POST(request: Request, { params }: ExportRoute): Promise<Response> {
  try {
    const { tenant, tab } = await params;
    if (isFromOtherSite(request.headers))
      throw new AppError('forbidden', { message: 'Only a page of Tieout may export.' });
    const ctx = await fetchContext(tenant, 'record:read');
    const lines = await progressLines(
      ctx,
      (signal) => start(ctx, tab, new URL(request.url).searchParams, signal),
      request.signal,
    );
    return new Response(lines, {
      headers: {
        'content-type': 'application/x-ndjson',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  } catch (error) {
    // Nobody is there to be answered: the export was cancelled.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return problemResponse(error, await currentRequestId());
  }
}

async function start(ctx: Ctx, tab: string, query: URLSearchParams, signal: AbortSignal) {
  const wish = await readExportRequest(ctx, tab, query);
  const started = await startExport(ctx, wish, { signal: AbortSignal.any([signal, whenStopping()]) });
  void started.finished.then(keepExportProcess, keepExportProcess);
  return started;
}
