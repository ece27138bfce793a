import type { Checkpoint, StoredEvent } from './seal-format.ts';

/** The name that the first line of an exported log gives its form. */
export const EXPORT_FORMAT = 'tieout.audit.1';

/**
 * One line of an exported log: the head, the events by id, then every block of the chain up to the checkpoint, the
 * checkpoint, and the end, without which the file was cut short. A block of which an event is in the file lists all
 * its events, so that each can be checked, and a missing one be seen, by whoever has this file alone.
 */
export type ExportLine =
  | {
      type: 'log';
      format: typeof EXPORT_FORMAT;
      tenantId: string;
      tenant: string;
      exportedAt: string;
      exportedBy: string;
      /** Null for the whole log. */
      filter: Record<string, unknown> | null;
      /** Of the key that signed the checkpoint, in base64: what the file says of itself. */
      publicKey: string | null;
    }
  | ExportedEvent
  | {
      type: 'seal';
      sequence: number;
      sealedAt: string;
      eventTotal: number;
      previousHash: string;
      hash: string;
      /** Stands for the hashes of its events. */
      eventsHash: string;
      eventIds?: readonly string[];
      /** One hash of 64 digits after the other. */
      eventHashes?: string;
    }
  | ({ type: 'checkpoint' } & Checkpoint)
  | { type: 'end'; events: number; blocks: number };

/** An event with names to its values; `before` and `after` are the JSON texts as stored, which the hash covers. */
export type ExportedEvent = {
  type: 'event';
  id: string;
  at: string;
  actorType: string;
  actorId: string | null;
  actorName: string;
  address: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  before: string | null;
  after: string | null;
  note: string | null;
  correlationId: string;
};

/** Takes an event as stored; gives its line. */
export function toExportedEvent(event: StoredEvent): ExportedEvent {
  const [id, at, actorType, actorId, actorName, address, action, subjectType, subjectId, before, after, note, request] =
    event;
  const who = { actorType, actorId, actorName, address };
  const what = { action, subjectType, subjectId, before, after, note };
  return { type: 'event', id, at, ...who, ...what, correlationId: request };
}

/** Takes a line; gives the event as it was stored. */
export function toStoredEvent(line: ExportedEvent): StoredEvent {
  const { id, at, actorType, actorId, actorName, address, action, subjectType, subjectId, before, after, note } = line;
  const who = [actorType, actorId, actorName, address] as const;
  return [id, at, ...who, action, subjectType, subjectId, before, after, note, line.correlationId];
}
