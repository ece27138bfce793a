import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { readBytes } from '#lib/http/read-body.ts';
import { isSameOrigin } from '#lib/http/request-origin.ts';
import { REFERENCE_TYPES } from '#lib/reference/reference-contract.ts';
import { uploadReference } from '#lib/reference/upload-reference.ts';

const uploadQuery = z.strictObject({
  type: z.enum(REFERENCE_TYPES),
  source: z.string().min(1, 'must be chosen').max(64),
  whole: z.enum(['true', 'false']),
});

type UploadRoute = { params: Promise<{ tenant: string }> };

/** Takes a CSV file as the raw body of the call; answers what became of its rows, or a problem. */
export async function POST(request: Request, { params }: UploadRoute): Promise<Response> {
  try {
    const { tenant } = await params;
    if (!isSameOrigin(request.headers)) {
      throw new AppError('forbidden', { message: 'A file can only be uploaded from Tieout’s own page.' });
    }
    const ctx = await fetchContext(tenant, 'reference:write');
    const parsed = uploadQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) {
      const fields = fieldErrors(parsed.error);
      throw new AppError('invalid_input', { message: 'The upload is not as it should be.', fields });
    }
    const { type, source, whole } = parsed.data;
    const text = textOf(await readBytes(request));
    const result = await uploadReference(ctx, { type, source, text, isWhole: whole === 'true' });
    return Response.json(result, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const message = 'The file is not in UTF-8. Save it as “CSV UTF-8” and upload it again.';
    throw new AppError('invalid_input', { message, fields: [{ field: 'file', message }], cause });
  }
}
