import type { Ctx } from '#lib/access/context.ts';
import type { AttemptInput } from '#lib/attempts/schemas.ts';
import { AppError, type FieldError } from '#lib/core/app-error.ts';
import type { RecordInput } from '#lib/records/schemas.ts';

/** One item of a call: what was parsed of it, and its text as received. */
export type ReceivedItem = {
  value: unknown;
  text: string;
  /** Of an attempt: the text of its `raw`, byte for byte; null if there is none. */
  raw: string | null;
};

/** A valid item, ready to be applied: a document, an attempt, or an attempt with its document. */
export type Operation = {
  index: number;
  text: string;
  /** The whole record if one came; null for a bare reference. */
  document: RecordInput | null;
  reference: Pick<RecordInput, 'kind' | 'sourceId' | 'source'>;
  attempt: (Omit<AttemptInput, 'raw'> & { rawText: string | null; contentHash: string }) | null;
};

/** The answer for one item, in the order of the call. */
export type ItemResult = {
  index: number;
  result: 'created' | 'updated' | 'unchanged' | 'duplicate' | 'rejected';
  /** Of the record put, or of the attempt reported; null if rejected. */
  id: string | null;
  /** Of an attempt: its record; null while nobody has sent it. */
  recordId?: string | null;
  matched?: boolean;
  stale?: boolean;
  errors?: readonly FieldError[];
};

/** Who reports, the source that the ids of its attempts belong to, and which of the three carried it here. */
export type Reporter = {
  tenantId: string;
  sourceId: string;
  apiKeyId: string | null;
  hookId: string | null;
  importId: string | null;
  requestId: string;
};

/** Takes an authorised act; gives who reports. Only keys and hooks speak for a source by themselves. */
export function reporterOf(ctx: Ctx): Reporter {
  const { actor } = ctx;
  if (actor.type === 'api_key') return reporter(ctx, actor.sourceId, { apiKeyId: actor.id });
  if (actor.type === 'hook') return reporter(ctx, actor.sourceId, { hookId: actor.id });
  throw new AppError('forbidden', { message: 'Only an API key can report for a source system.' });
}

/** Gives the reporter when a person decides what becomes of something that a hook of this source received. */
export function hookReporter(ctx: Ctx, hook: { id: string; sourceId: string }): Reporter {
  return reporter(ctx, hook.sourceId, { hookId: hook.id });
}

/** Gives the reporter of an import that a person began, for the source that the person chose. */
export function importReporter(ctx: Ctx, run: { id: string; sourceId: string }): Reporter {
  return reporter(ctx, run.sourceId, { importId: run.id });
}

function reporter(
  { tenantId, requestId }: Ctx,
  sourceId: string,
  carrier: Partial<Pick<Reporter, 'apiKeyId' | 'hookId' | 'importId'>>,
): Reporter {
  return { tenantId, sourceId, apiKeyId: null, hookId: null, importId: null, ...carrier, requestId };
}

/** Gives the answer for an item that is refused. */
export function rejected(index: number, errors: readonly FieldError[]): ItemResult {
  return { index, result: 'rejected', id: null, errors };
}
