import { openApiDocument } from '#lib/http/openapi/document.ts';

// The contract changes with the code alone: it is made once, when the application is built.
export const dynamic = 'force-static';

export const GET = () => Response.json(openApiDocument());
