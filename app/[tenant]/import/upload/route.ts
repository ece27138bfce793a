import { AppError } from '#lib/core/app-error.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { isSameOrigin } from '#lib/http/request-origin.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';

type UploadRoute = { params: Promise<{ tenant: string }> };

/**
 * Takes a file as the raw body of the call, with its name in `?name=`, as it arrives; answers 201 with the import that begins
 * with it, or a problem. proxy.ts leaves this address out, since it would cut the body.
 */
export async function POST(request: Request, { params }: UploadRoute): Promise<Response> {
  try {
    const { tenant } = await params;
    if (!isSameOrigin(request.headers)) {
      throw new AppError('forbidden', { message: 'A file can only be uploaded from Tieout’s own page.' });
    }
    const ctx = await fetchContext(tenant, 'import:create');
    const length = request.headers.get('content-length');
    const name = new URL(request.url).searchParams.get('name') ?? '';
    const run = await receiveFile(ctx, { name, size: length === null ? null : Number(length) }, bodyOf(request));
    return Response.json(run, { status: 201, headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}

async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  try {
    yield* request.body as unknown as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new AppError('bad_request', { message: 'The upload broke off. Upload the file again.', cause });
  }
}
