import type { KeyObject } from 'node:crypto';
import { describe, type Fault } from './check-chain.ts';
import { checkSignatures, type SignatureReport } from './check-signatures.ts';
import { EXPORT_FORMAT, type ExportedEvent, type ExportLine, toStoredEvent } from './export-format.ts';
import { type Checkpoint, hashEvent, hashEvents, hashSeal, NO_HASH } from './seal-format.ts';

type Head = Extract<ExportLine, { type: 'log' }>;
type Block = Extract<ExportLine, { type: 'seal' }>;

export type ExportReport = {
  faults: Fault[];
  head: Head;
  events: number;
  blocks: number;
  /** Events that were exported before they were sealed. */
  unsealed: number;
  checkpoint: Checkpoint | null;
  signatures: SignatureReport;
};

/** What was handed in is no exported log; the message says so to people. */
export class NoExportError extends Error {
  override name = 'NoExportError';
}

/** Checks an exported log by itself, line by line. Throws NoExportError for another file. */
export async function verifyExport(lines: AsyncIterable<string>, keys: readonly KeyObject[]): Promise<ExportReport> {
  const events = new Map<string, { hash: string; at: string; name: string }>();
  const faults: Fault[] = [];
  const chain = { sequence: 0, eventTotal: 0, previousHash: NO_HASH.toString('hex') };
  let [head, checkpoint, end]: [Head | null, Checkpoint | null, Extract<ExportLine, { type: 'end' }> | null] = [
    null,
    null,
    null,
  ];
  let [number, count] = [0, 0];
  const add = (kind: Fault['kind'], what: string, eventId: string | null = null, eventNumber: number | null = null) =>
    faults.push({ kind, what, eventId, eventNumber });

  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const line = parse(text, number, head);
    switch (line.type) {
      case 'log':
        head = line;
        break;
      case 'event':
        count += 1;
        events.set(line.id, { hash: hashOf(head, line), at: line.at, name: describe(toStoredEvent(line)) });
        break;
      case 'seal':
        checkBlock(line);
        break;
      case 'checkpoint': {
        const { type, ...rest } = line;
        checkpoint = rest;
        break;
      }
      case 'end':
        end = line;
        break;
      default:
        line satisfies never;
    }
  }
  if (head === null) throw new NoExportError('The file is empty.');

  function checkBlock(block: Block): void {
    const where = `block ${block.sequence}`;
    const isWhole =
      block.sequence === chain.sequence + 1 &&
      block.previousHash === chain.previousHash &&
      hashSeal(head?.tenantId ?? '', { ...block, previousHash: Buffer.from(block.previousHash, 'hex') }).toString(
        'hex',
      ) === block.hash &&
      isListWhole(block, block.eventTotal - chain.eventTotal);
    if (!isWhole) {
      add(
        'rewritten',
        `The chain breaks at ${where}: it was changed, or a block is missing.`,
        null,
        chain.eventTotal + 1,
      );
    }
    for (const [place, id] of (block.eventIds ?? []).entries()) {
      const event = events.get(id);
      const eventNumber = chain.eventTotal + place + 1;
      events.delete(id);
      if (event === undefined) {
        if (head?.filter === null) add('removed', `Event ${id} of ${where} is missing in the file.`, id, eventNumber);
      } else if (event.hash !== block.eventHashes?.slice(place * 64, place * 64 + 64)) {
        add('changed', `Event ${event.name} is not what was sealed in ${where}.`, id, eventNumber);
      }
    }
    [chain.sequence, chain.eventTotal, chain.previousHash] = [block.sequence, block.eventTotal, block.hash];
  }

  const signatures = checkSignatures(checkpoint === null ? [] : [checkpoint], keys);
  if (checkpoint !== null && (checkpoint.hash !== chain.previousHash || checkpoint.sequence !== chain.sequence)) {
    add('rewritten', 'The chain in the file does not end where its checkpoint says.', null, chain.eventTotal);
  }
  for (const [id, { at, name }] of events) {
    if (checkpoint === null || at >= checkpoint.completeTo) continue;
    add('inserted', `Event ${name} was inserted: no block of the chain holds it.`, id);
    events.delete(id);
  }
  if (end === null || end.events !== count || end.blocks !== chain.sequence) {
    add('cut_off', `The file is not whole: ${end === null ? 'its end is missing' : 'lines of it are missing'}.`);
  }
  const all = [...faults, ...signatures.faults];
  return { faults: all, head, events: count, blocks: chain.sequence, unsealed: events.size, checkpoint, signatures };
}

function isListWhole({ eventIds, eventHashes, eventsHash }: Block, count: number): boolean {
  if (eventIds === undefined || eventHashes === undefined) return eventIds === eventHashes;
  return (
    eventIds.length === count &&
    eventHashes.length === count * 64 &&
    hashEvents(Buffer.from(eventHashes, 'hex')) === eventsHash
  );
}

function hashOf(head: Head | null, line: ExportedEvent): string {
  return hashEvent(head?.tenantId ?? '', toStoredEvent(line)).toString('hex');
}

function parse(text: string, number: number, head: Head | null): ExportLine {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    if (number > 1) throw new NoExportError(`Line ${number} cannot be read: the file was cut short or changed.`);
  }
  const line = value as ExportLine | null;
  const isLog = typeof line === 'object' && line !== null && line.type === 'log' && line.format === EXPORT_FORMAT;
  if (number === 1 ? !isLog : head === null || typeof line !== 'object' || line === null) {
    throw new NoExportError('This is no audit log that Tieout exported as NDJSON.');
  }
  return line as ExportLine;
}
