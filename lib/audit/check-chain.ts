import {
  type Checkpoint,
  HASH_BYTES,
  hashEvent,
  hashEvents,
  hashSeal,
  MARK_BYTES,
  NO_HASH,
  type Seal,
  type StoredEvent,
} from './seal-format.ts';

/** What is wrong with a log, at the first place where it is. */
export type Fault = {
  kind: 'changed' | 'removed' | 'inserted' | 'rewritten' | 'cut_off' | 'signature';
  /** The event, where its id is still known. */
  eventId: string | null;
  /** The event's number in the log, from 1. */
  eventNumber: number | null;
  /** One sentence for people. */
  what: string;
};

/** What is held outside the database: marks of the events of each block, and checkpoints. */
export type OutsideCopy = {
  blocks: ReadonlyMap<number, { hash: string; eventTotal: number; marks: Buffer }>;
  checkpoints: readonly Checkpoint[];
};

/** Takes blocks one after the other, and says at the end what is wrong. */
export type ChainCheck = {
  /** `events` by id: all of the block that are still there; null where they are not at hand. */
  block: (seal: Seal, events: ReadonlyMap<string, StoredEvent> | null) => void;
  end: () => { faults: Fault[]; blocks: number; events: number };
};

const FAULTS_MAX = 100;

/** Begins to check a tenant's chain of blocks against its events, its checkpoints and the copy outside. */
export function checkChain(tenantId: string, outside: OutsideCopy, checkpoints: readonly Checkpoint[]): ChainCheck {
  const faults: Fault[] = [];
  const expected = [...checkpoints, ...outside.checkpoints].toSorted((a, b) => a.sequence - b.sequence);
  let [sequence, eventTotal, previousHash]: [number, number, Buffer] = [0, 0, NO_HASH];
  let [isOver, lastAgreed, completeTo, nextCheckpoint] = [false, 0, '', 0];

  function add(fault: Fault): void {
    if (faults.length < FAULTS_MAX) faults.push(fault);
  }

  function block(seal: Seal, events: ReadonlyMap<string, StoredEvent> | null): void {
    if (isOver) return;
    const before = eventTotal;
    const copy = outside.blocks.get(seal.sequence);
    const isWhole = isChained(tenantId, seal, { sequence, eventTotal, previousHash });
    if (!isWhole || (copy !== undefined && copy.hash !== seal.hash.toString('hex'))) {
      isOver = true;
      add(firstDifference(tenantId, seal, before, copy?.marks ?? null, events));
      return;
    }
    if (events !== null) checkEvents(seal, before, events);
    [sequence, eventTotal, previousHash] = [seal.sequence, seal.eventTotal, seal.hash];
    checkCheckpoints(seal);
  }

  function checkEvents(seal: Seal, before: number, events: ReadonlyMap<string, StoredEvent>): void {
    for (const [place, eventId] of seal.eventIds.entries()) {
      const event = events.get(eventId);
      const at = { eventId, eventNumber: before + place + 1 };
      const where = `in block ${seal.sequence} at ${seal.sealedAt}`;
      if (event === undefined) {
        add({ ...at, kind: 'removed', what: `Event ${eventId} was removed after it was sealed ${where}.` });
      } else if (!hashEvent(tenantId, event).equals(hashAt(seal.eventHashes, place))) {
        add({ ...at, kind: 'changed', what: `Event ${describe(event)} was changed after it was sealed ${where}.` });
      } else if (event[1] < completeTo) {
        const what = `Event ${describe(event)} was inserted afterwards: it was sealed only ${where}, and an earlier checkpoint held every event before ${completeTo}.`;
        add({ ...at, kind: 'inserted', what });
      }
    }
  }

  function checkCheckpoints(seal: Seal): void {
    for (; nextCheckpoint < expected.length; nextCheckpoint += 1) {
      const checkpoint = expected[nextCheckpoint];
      if (checkpoint === undefined || checkpoint.sequence > seal.sequence) return;
      if (checkpoint.hash !== seal.hash.toString('hex') || checkpoint.eventTotal !== seal.eventTotal) {
        isOver = true;
        const what = `The chain was written anew somewhere from event ${lastAgreed + 1} to event ${checkpoint.eventTotal} of the log: the checkpoint of ${checkpoint.signedAt} no longer fits it. The first event that may differ is number ${lastAgreed + 1}.`;
        add({ kind: 'rewritten', eventId: null, eventNumber: lastAgreed + 1, what });
        return;
      }
      lastAgreed = seal.eventTotal;
      if (checkpoint.completeTo > completeTo) completeTo = checkpoint.completeTo;
    }
  }

  return {
    block,
    end: () => {
      const total = Math.max(
        expected.at(-1)?.eventTotal ?? 0,
        outside.blocks.get(Math.max(0, ...outside.blocks.keys()))?.eventTotal ?? 0,
      );
      if (!isOver && total > eventTotal) {
        const what = `The seals of the events from number ${eventTotal + 1} to ${total} of the log were removed, perhaps with the events.`;
        add({ kind: 'cut_off', eventId: null, eventNumber: eventTotal + 1, what });
      }
      return { faults, blocks: sequence, events: eventTotal };
    },
  };
}

/** Gives how people find an event. */
export function describe([id, at, , , actorName, , action]: StoredEvent): string {
  return `${id} (${action} by ${actorName}, ${at})`;
}

function hashAt(hashes: Buffer, place: number): Buffer {
  return hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
}

function isChained(
  tenantId: string,
  seal: Seal,
  last: { sequence: number; eventTotal: number; previousHash: Buffer },
): boolean {
  const eventsHash = hashEvents(seal.eventHashes);
  return (
    seal.sequence === last.sequence + 1 &&
    seal.eventTotal === last.eventTotal + seal.eventIds.length &&
    seal.eventHashes.length === seal.eventIds.length * HASH_BYTES &&
    seal.previousHash.equals(last.previousHash) &&
    hashSeal(tenantId, { ...seal, eventsHash }).equals(seal.hash)
  );
}

/** A block is not what it was: finds the first event that differs, by the marks outside if there are any. */
function firstDifference(
  tenantId: string,
  seal: Seal,
  before: number,
  marks: Buffer | null,
  events: ReadonlyMap<string, StoredEvent> | null,
): Fault {
  const now = seal.eventIds.map((id, place) => {
    const event = events?.get(id);
    if (events === null) return hashAt(seal.eventHashes, place);
    return event === undefined ? null : hashEvent(tenantId, event);
  });
  const name = (place: number) => {
    const id = seal.eventIds[place] ?? '';
    const event = events?.get(id);
    return event === undefined ? id : describe(event);
  };
  if (marks === null) {
    const place = now.findIndex((hash, at) => hash === null || !hash.equals(hashAt(seal.eventHashes, at)));
    const at = { eventId: seal.eventIds[place] ?? null, eventNumber: before + Math.max(0, place) + 1 };
    if (place === -1) {
      const what = `The chain breaks at block ${seal.sequence}, which begins with event number ${before + 1} of the log: it, or the block before, was changed.`;
      return { ...at, kind: 'rewritten', what };
    }
    if (now[place] === null) return { ...at, kind: 'removed', what: `Event ${at.eventId} was removed.` };
    return { ...at, kind: 'changed', what: `Event ${name(place)} was changed.` };
  }

  const count = marks.length / MARK_BYTES;
  const fits = (place: number, mark: number) =>
    mark < count &&
    now[place]?.subarray(0, MARK_BYTES).equals(marks.subarray(mark * MARK_BYTES, (mark + 1) * MARK_BYTES)) === true;
  let place = 0;
  while (place < count && fits(place, place)) place += 1;
  const at = { eventId: seal.eventIds[place] ?? null, eventNumber: before + place + 1 };
  if (place === count && place === now.length) {
    const what = `Block ${seal.sequence} was sealed anew; the ${count} events in it, from number ${before + 1} of the log, are what they were.`;
    return { kind: 'rewritten', eventId: null, eventNumber: before + 1, what };
  }
  if (place < now.length && now[place] === null) {
    return { ...at, kind: 'removed', what: `Event ${at.eventId} was removed.` };
  }
  if (place >= count || fits(place + 1, place)) {
    return { ...at, kind: 'inserted', what: `Event ${name(place)} was inserted, and the chain was written anew.` };
  }
  if (place >= now.length || fits(place, place + 1)) {
    const after = place > 0 ? ` after event ${name(place - 1)}` : '';
    const what = `Event number ${before + place + 1} of the log${after} was removed, and the chain was written anew.`;
    return { kind: 'removed', eventId: null, eventNumber: before + place + 1, what };
  }
  return { ...at, kind: 'changed', what: `Event ${name(place)} was changed, and the chain was written anew.` };
}
