import { notFound } from '#lib/core/app-error.ts';
import { currentRequestId, fetchContext } from '#lib/http/page-context.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { importTemplate } from '#lib/imports/import-template.ts';
import { templateOf } from '../../template-names.ts';

type TemplateRoute = { params: Promise<{ tenant: string; name: string }> };

/** A file to begin with, whose columns need not be matched. */
export async function GET(_request: Request, { params }: TemplateRoute): Promise<Response> {
  try {
    const { tenant, name } = await params;
    await fetchContext(tenant, 'import:create');
    const template = templateOf(name);
    if (template === null) throw notFound('This template');
    const { fileName, text } = importTemplate(template.kind, template.holds);
    return new Response(text, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return problemResponse(error, await currentRequestId());
  }
}
