import type { PathPart } from './api-call.ts';
import { ID_EXAMPLE } from './examples.ts';

/** An id in a path. */
export function idPart(description: string): PathPart {
  return { name: 'id', description, schema: { type: 'string', format: 'uuid' }, example: ID_EXAMPLE };
}
