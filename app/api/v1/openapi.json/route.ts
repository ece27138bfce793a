import { openApiDocument } from '#lib/http/openapi/document.ts';

export const GET = () => Response.json(openApiDocument(), { headers: { 'cache-control': 'public, max-age=300' } });
