import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { keyIdOf } from '#lib/core/signing-key.ts';

/** Bytes of one hash. */
export const HASH_BYTES = 32;
/** Bytes that a mark keeps of an event's hash: enough to tell which event differs, once the chain says that one does. */
export const MARK_BYTES = 6;
/** What the first block names as the hash before it. */
export const NO_HASH = Buffer.alloc(HASH_BYTES);

/**
 * An event exactly as stored, each value as text: id, at (UTC, milliseconds), actor type, actor id, actor name, address,
 * action, subject type, subject id, before, after, note, correlation id.
 */
export type StoredEvent = readonly [
  id: string,
  at: string,
  actorType: string,
  actorId: string | null,
  actorName: string,
  address: string | null,
  action: string,
  subjectType: string,
  subjectId: string | null,
  before: string | null,
  after: string | null,
  note: string | null,
  correlationId: string,
];

/** One block of sealed events: its place in the chain, and the hash of each event. */
export type Seal = {
  sequence: number;
  sealedAt: string;
  /** How many events this block and all before it hold. */
  eventTotal: number;
  eventIds: readonly string[];
  /** One hash after the other, in the order of the ids. */
  eventHashes: Buffer;
  previousHash: Buffer;
  hash: Buffer;
};

/** The state of a tenant's chain at one moment, and who vouches for it. */
export type Checkpoint = {
  tenantId: string;
  sequence: number;
  eventTotal: number;
  hash: string;
  signedAt: string;
  /** Every event dated before this was sealed by then. */
  completeTo: string;
  keyId: string | null;
  /** Base64; null when there was no key to sign with. */
  signature: string | null;
};

/** Gives the hash of an event: of all that is stored of it, and of whose it is. */
export function hashEvent(tenantId: string, event: StoredEvent): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(['tieout.event.1', tenantId, ...event]))
    .digest();
}

/** Gives the hash that stands for the events of a block. */
export function hashEvents(eventHashes: Buffer): string {
  return createHash('sha256').update(eventHashes).digest('hex');
}

/** Gives the hash of a block, which holds the one before, and so all that ever was. */
export function hashSeal(
  tenantId: string,
  seal: Pick<Seal, 'sequence' | 'sealedAt' | 'eventTotal' | 'previousHash'> & { eventsHash: string },
): Buffer {
  const { sequence, sealedAt, eventTotal, eventsHash, previousHash } = seal;
  const parts = ['tieout.seal.1', tenantId, sequence, sealedAt, eventTotal, eventsHash, previousHash.toString('hex')];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** Signs a checkpoint, or without a key leaves it unsigned. */
export function signCheckpoint(checkpoint: Omit<Checkpoint, 'keyId' | 'signature'>, key: KeyObject | null): Checkpoint {
  if (key === null) return { ...checkpoint, keyId: null, signature: null };
  const keyId = keyIdOf(key);
  const signature = sign(null, signedBytes({ ...checkpoint, keyId }), key).toString('base64');
  return { ...checkpoint, keyId, signature };
}

/** Says whether a key signed a checkpoint as it stands. */
export function isSignedBy(checkpoint: Checkpoint, key: KeyObject): boolean {
  const { signature } = checkpoint;
  return signature !== null && verify(null, signedBytes(checkpoint), key, Buffer.from(signature, 'base64'));
}

/** Gives the marks of a block's events, as the copy outside the database keeps them. */
export function marksOf(eventHashes: Buffer): string {
  const count = eventHashes.length / HASH_BYTES;
  const marks = Buffer.alloc(count * MARK_BYTES);
  for (let place = 0; place < count; place += 1) {
    eventHashes.copy(marks, place * MARK_BYTES, place * HASH_BYTES, place * HASH_BYTES + MARK_BYTES);
  }
  return marks.toString('base64');
}

function signedBytes(checkpoint: Omit<Checkpoint, 'signature'>): Buffer {
  const { tenantId, sequence, eventTotal, hash, signedAt, completeTo, keyId } = checkpoint;
  return Buffer.from(
    JSON.stringify(['tieout.checkpoint.1', tenantId, sequence, eventTotal, hash, signedAt, completeTo, keyId]),
  );
}
