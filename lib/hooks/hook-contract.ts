import type { FieldError } from '#lib/core/app-error.ts';
import type { MappedPayload, Mapping } from '#lib/mapping/mapping-contract.ts';

/**
 * What becomes of a payload. `received`: nobody has looked at it yet (seconds). `split`: it was a list, whose entries are
 * payloads of their own. `applied`: it is in the history. The others wait in the inbox, each for another reason, until
 * `dismissed`.
 */
export const PAYLOAD_STATES = [
  'received',
  'split',
  'applied',
  'unreadable',
  'unmapped',
  'unmatched',
  'refused',
  'failed',
  'dismissed',
] as const;
export type PayloadState = (typeof PAYLOAD_STATES)[number];

/** The states that wait in the inbox for a person. */
export const WAITING_STATES = ['unreadable', 'unmapped', 'unmatched', 'refused', 'failed'] as const;
export type WaitingState = (typeof WAITING_STATES)[number];

/** How people read each state, and what to do about it. */
export const PAYLOAD_STATE_WORDS: Record<PayloadState, { label: string; does: string }> = {
  received: { label: 'Received', does: 'Looked at within seconds.' },
  split: { label: 'List', does: 'Its entries are listed by themselves.' },
  applied: { label: 'Applied', does: 'It is in the history of its record.' },
  unreadable: {
    label: 'Cannot be read',
    does: 'It is neither JSON nor form data. Dismiss it, and correct the sender.',
  },
  unmapped: { label: 'Not mapped', does: 'Say in the mapping which field is which, then run it again.' },
  unmatched: { label: 'No record', does: 'It does not say which record it means. Match it to one.' },
  refused: { label: 'Refused', does: 'Its values are not as they should be. Correct the mapping or the sender.' },
  failed: { label: 'Failed', does: 'Tieout could not work on it. Run it again.' },
  dismissed: { label: 'Dismissed', does: 'Somebody decided that nothing is to be done.' },
};

/** A hook as its settings show it. Its address is shown once, when it is made or changed, and stored nowhere. */
export type Hook = {
  id: string;
  name: string;
  /** Of its source. */
  source: string;
  sourceName: string;
  /** The last characters of its address. */
  secretHint: string;
  /** The id of a preset, `none` for the own mapping alone, or null: the shape of each payload is recognised. */
  preset: string | null;
  mapping: Mapping | null;
  /** Rises with each change of preset or mapping; `updateMapping` wants the one that was shown. */
  mappingVersion: number;
  createdAt: string;
  revokedAt: string | null;
  lastReceivedAt: string | null;
  /** After a change of the address: until when the former one is still good. */
  previousUntil: string | null;
  /** Payloads that wait in the inbox. */
  waiting: number;
};

/** One payload, or one entry of a list. */
export type Payload = {
  id: string;
  hookId: string;
  hookName: string;
  source: string;
  receivedAt: string;
  contentType: string | null;
  /** Bytes that were sent; what is kept is cut where `isCut`. */
  size: number;
  isCut: boolean;
  state: PayloadState;
  /** Why it waits, by target field or as a whole (`field` is empty). */
  reasons: FieldError[];
  /** What was read of it, target field to value, for people and for suggestions. */
  values: Record<string, string>;
  preset: string | null;
  mappingVersion: number | null;
  /** What was sent, as text, at most 64 KiB of it; null if it is no text. */
  text: string | null;
  /** Of an applied one: where it went. */
  attemptId: string | null;
  recordId: string | null;
  /** Of a dismissed one, or one that was matched by hand. */
  settled: { at: string; by: string | null; reason: string | null } | null;
};

/** One payload under a mapping that is being tried out, beside the paths that a mapping can pick from. */
export type PayloadPreview = {
  id: string;
  receivedAt: string;
  state: PayloadState;
  /** Why nothing can be read of it, or null. */
  unreadable: string | null;
  /** Of a list: how many entries there are; the preview is of the first. */
  entries: number;
  paths: { path: string; sample: string }[];
  mapped: MappedPayload | null;
};

/** How many waiting payloads a mapping would settle, and what would become of the others. */
export type RunForecast = { total: number; byState: Partial<Record<PayloadState, number>> };
