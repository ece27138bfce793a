import { isFromOtherSite, seeOther } from '#lib/http/other-site.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { downloadRejected } from '#lib/imports/download-rejected.ts';

type RejectedRoute = { params: Promise<{ tenant: string; id: string }> };

/** The rejected rows of an import in the file's own columns, each with its reasons, to be corrected and imported. */
export async function GET(request: Request, { params }: RejectedRoute): Promise<Response> {
  try {
    const { tenant, id } = await params;
    if (isFromOtherSite(request.headers)) return seeOther(`/${tenant}/import/${id}`);
    const ctx = await fetchContext(tenant, 'import:create');
    const phase = new URL(request.url).searchParams.get('phase') === 'check' ? 'check' : 'run';
    const { fileName, contentType, text } = await downloadRejected(ctx, id, phase);
    return new Response(streamOf(text), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename*=UTF-8''${plainName(fileName)}`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}

/** A part is made when the reader asks for one; a reader who goes away ends the reading. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const part = await parts.next();
      if (part.done === true) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

/** A name as RFC 8187 has it. */
function plainName(fileName: string): string {
  return encodeURIComponent(fileName).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
