import type { Ctx } from '#lib/access/context.ts';
import { checkAttempt } from '#lib/attempts/report-attempts.ts';
import type { FieldError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { elementSpans } from '#lib/core/json-source.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Operation } from '#lib/ingest/batch.ts';
import { mapPayload } from '#lib/mapping/map-payload.ts';
import type { MappedAttempt, MappedDocument, MappedPayload } from '#lib/mapping/mapping-contract.ts';
import { readPayload } from '#lib/mapping/payload-tree.ts';
import { recordInput } from '#lib/records/schemas.ts';
import { type Asked, findNamed, type Named, type Reference, tellsTheSame } from './find-named.ts';
import type { WaitingState } from './hook-contract.ts';
import type { StoredHook } from './read-hook.ts';
import { whyUnmatched } from './why-unmatched.ts';

/** A payload to be looked at, as it is stored. */
export type StoredPayload = {
  id: string;
  hookId: string;
  receivedAt: Date;
  contentType: string | null;
  isCut: boolean;
  body: Uint8Array;
};

type Read = {
  values: Record<string, string>;
  preset: string | null;
  /** The attempt id that the payload names, or that it is given. */
  externalId: string | null;
};

/** What is to become of a payload. */
export type Decision = { payload: StoredPayload } & (
  | { to: 'split'; entries: Uint8Array<ArrayBuffer>[] }
  | ({ to: 'wait'; state: WaitingState; reasons: FieldError[] } & Read)
  /** The attempt that it tells of is in the history already. */
  | ({ to: 'known'; attemptId: string; recordId: string | null } & Read)
  | ({ to: 'apply'; call: 'attempts' | 'records'; operation: Operation } & Read)
);

const ENTRIES_MAX = 5_000;
const RAW_MAX = 256 * 1024;

/**
 * Decides what becomes of payloads of one hook, and changes nothing. `record` is the one that a person chose; without it,
 * the record is the one that the payload names.
 */
export async function assessPayloads(
  ctx: Ctx,
  tx: TenantTx,
  hook: StoredHook,
  payloads: readonly StoredPayload[],
  record: Reference | null = null,
): Promise<Decision[]> {
  const read = await Promise.all(payloads.map((payload) => readOne(hook, payload)));
  const asked = read.flatMap((one) => ('mapped' in one ? [askedOf(one.payload.id, one.mapped.gives)] : []));
  const named = await findNamed(ctx, tx, hook, asked);
  return read.map((one, index) => {
    if (!('mapped' in one)) return one;
    const { payload, mapped, text } = one;
    const about: Read = { values: mapped.values, preset: mapped.preset, externalId: null };
    if (mapped.gives === null) return { payload, to: 'wait', state: 'unmapped', reasons: mapped.problems, ...about };
    const found = named.get(payload.id) ?? { reference: null, candidates: 0, known: null };
    return mapped.gives.type === 'record'
      ? decideDocument(payload, index, mapped.gives, about)
      : decideAttempt(hook, payload, index, { gives: mapped.gives, text, found, record }, about);
  });
}

type OneRead = { payload: StoredPayload; mapped: MappedPayload; text: string | null };

async function readOne(hook: StoredHook, payload: StoredPayload): Promise<OneRead | Decision> {
  const { tree, text, unreadable } = await readPayload(payload.body, payload.contentType);
  const wait = (message: string): Decision => ({
    payload,
    to: 'wait',
    state: 'unreadable',
    reasons: [{ field: '', message }],
    values: {},
    preset: null,
    externalId: null,
  });
  if (payload.isCut) return wait('The payload was larger than 10 MiB. Only its beginning was kept; send it in parts.');
  if (unreadable !== null) return wait(unreadable);
  if (!Array.isArray(tree) || text === null)
    return { payload, mapped: mapPayload(tree, hook), text: rawText(payload, text) };
  if (tree.length === 0) return wait('The payload is a list without entries.');
  if (tree.length > ENTRIES_MAX) return wait('The payload is a list of more than 5,000 entries; send it in parts.');
  const entries = elementSpans(text).map(({ start, end }) => Uint8Array.from(Buffer.from(text.slice(start, end))));
  return { payload, to: 'split', entries };
}

/** What is shown with the attempt as the answer it came with: the payload itself, if it fits. */
function rawText({ body }: StoredPayload, text: string | null): string | null {
  const whole = text ?? new TextDecoder().decode(body);
  return whole.length > RAW_MAX || whole.includes('\u0000') || !whole.isWellFormed() ? null : whole;
}

function askedOf(key: string, gives: MappedAttempt | MappedDocument | null): Asked {
  if (gives?.type === 'attempt') return { key, named: gives.named, externalId: gives.externalId };
  return { key, named: { kind: null, sourceId: null, number: null, source: null }, externalId: null };
}

function decideDocument(payload: StoredPayload, index: number, { record }: MappedDocument, about: Read): Decision {
  const parsed = recordInput.safeParse(record);
  if (!parsed.success) {
    return { payload, to: 'wait', state: 'refused', reasons: fieldErrors(parsed.error, 'record'), ...about };
  }
  const operation = { index, text: '', document: parsed.data, reference: parsed.data, attempt: null };
  return { payload, to: 'apply', call: 'records', operation, ...about };
}

function decideAttempt(
  hook: StoredHook,
  payload: StoredPayload,
  index: number,
  { gives, text, found, record }: { gives: MappedAttempt; text: string | null; found: Named; record: Reference | null },
  about: Read,
): Decision {
  const { named, attempt } = gives;
  const { known } = found;
  const whole = named.kind !== null && named.sourceId !== null;
  const said = record ?? (whole ? { ...named, source: named.source ?? hook.source } : null);
  // Told once more by another way: the same attempt, which is in the history already.
  if (known !== null && tellsTheSame(known, attempt.outcome, said)) {
    return {
      payload,
      to: 'known',
      attemptId: known.id,
      recordId: known.recordId,
      ...about,
      externalId: known.externalId,
    };
  }
  const reference = record ?? (whole ? attempt.record : found.reference);
  if (reference === null)
    return {
      payload,
      to: 'wait',
      state: 'unmatched',
      reasons: [whyUnmatched(named, named.source ?? hook.source, found.candidates)],
      ...about,
    };
  const externalId = gives.externalId ?? `hook:${payload.id}`;
  const value = {
    ...attempt,
    externalId,
    attemptedAt: attempt.attemptedAt ?? known?.attemptedAt.toISOString() ?? payload.receivedAt.toISOString(),
    record: reference,
  };
  const checked = checkAttempt(index, { value, text: '', raw: gives.raw ?? text });
  return 'errors' in checked
    ? { payload, to: 'wait', state: 'refused', reasons: [...checked.errors], ...about, externalId }
    : { payload, to: 'apply', call: 'attempts', operation: checked, ...about, externalId };
}
