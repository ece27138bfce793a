import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { checkpointsFrom } from './checkpoints.ts';
import { lockSealing } from './seal-audit.ts';
import { type Checkpoint, marksOf, type Seal } from './seal-format.ts';
import { sealsAfter } from './stored-events.ts';

const SEALS_AT_ONCE = 100;
const CHECKPOINTS_AT_ONCE = 1_000;
/** More than any one line. */
const TAIL_BYTES = 64 * 1024;

/** A line of the copy: a block with a mark of each event, or a checkpoint. */
export type OutsideLine =
  | { type: 'seal'; sequence: number; sealedAt: string; eventTotal: number; hash: string; marks: string }
  | ({ type: 'checkpoint' } & Checkpoint);

/** Gives the file that holds the copy of a tenant's seals and checkpoints. */
export function outsideFile(folder: string, tenantSlug: string): string {
  return path.join(folder, `${tenantSlug}.ndjson`);
}

/** Takes a block; gives its line. */
export function sealLine({ sequence, sealedAt, eventTotal, hash, eventHashes }: Seal): OutsideLine {
  const marks = marksOf(eventHashes);
  return { type: 'seal', sequence, sealedAt, eventTotal, hash: hash.toString('hex'), marks };
}

/** `isBroken`: the chain in the database does not go on where the file ends, or nobody can tell, so nothing was appended. */
export type CopyOutcome = { lines: number; isBroken: boolean };

/**
 * Appends to the tenant's file what the chain has and the file lacks, the same after a crash between the two. The file
 * is never written over: where the database no longer agrees with its last line, it stays as the evidence.
 */
export function copyOutside(ctx: Ctx, folder: string): Promise<CopyOutcome> {
  requirePermission(ctx, 'audit:read');
  return ctx.transaction(async (tx) => {
    const outcome = { lines: 0, isBroken: false };
    if (!(await lockSealing(ctx, tx))) return outcome;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(outsideFile(folder, ctx.tenant.slug), 'a+', 0o600);
    try {
      const last = lastLine(file);
      if (last === 'unreadable' || !(await isContinued(ctx, tx, last))) return { ...outcome, isBroken: true };
      return { ...outcome, lines: await append(ctx, tx, file, last) };
    } finally {
      closeSync(file);
    }
  });
}

/**
 * Gives the last whole line of the file and cuts off what a crash left half written: the beginning of a line, or, where
 * the machine itself stopped, any length of zeros. Gives `unreadable` for a line that is whole and none of ours.
 */
function lastLine(file: number): OutsideLine | 'unreadable' | null {
  let { size } = fstatSync(file);
  while (size > 0) {
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf('\n');
    if (end + 1 === tail.length) return parseLine(tail.subarray(tail.lastIndexOf('\n', end - 1) + 1, end));
    size += end + 1 - tail.length;
    ftruncateSync(file, size);
  }
  return null;
}

function parseLine(line: Buffer): OutsideLine | 'unreadable' {
  try {
    return JSON.parse(line.toString('utf8')) as OutsideLine;
  } catch {
    return 'unreadable';
  }
}

async function isContinued(ctx: Ctx, tx: TenantTx, last: OutsideLine | null): Promise<boolean> {
  if (last === null) return true;
  const [seal] = await sealsAfter(ctx, tx, last.sequence - 1, 1);
  return seal?.sequence === last.sequence && seal.hash.toString('hex') === last.hash;
}

async function append(ctx: Ctx, tx: TenantTx, file: number, last: OutsideLine | null): Promise<number> {
  let { sequence } = last ?? { sequence: 0 };
  let checkpointFrom = last?.type === 'checkpoint' ? sequence + 1 : sequence;
  let lines = 0;
  for (;;) {
    const seals = await sealsAfter(ctx, tx, sequence, SEALS_AT_ONCE);
    const reached = seals.at(-1)?.sequence ?? sequence;
    const checkpoints = (await checkpointsFrom(ctx, tx, checkpointFrom, CHECKPOINTS_AT_ONCE)).filter(
      (checkpoint) => checkpoint.sequence <= reached,
    );
    const texts = inOrder(seals, checkpoints).map((line) => `${JSON.stringify(line)}\n`);
    if (texts.length === 0) break;
    // In one piece at the end, and on the disk before anybody counts on it.
    appendFileSync(file, texts.join(''));
    lines += texts.length;
    [sequence, checkpointFrom] = [reached, reached + 1];
    if (seals.length < SEALS_AT_ONCE) break;
  }
  if (lines > 0) fsyncSync(file);
  return lines;
}

/** Each checkpoint stands after its block. */
function inOrder(seals: readonly Seal[], checkpoints: readonly Checkpoint[]): OutsideLine[] {
  const lines: OutsideLine[] = [
    ...seals.map(sealLine),
    ...checkpoints.map((checkpoint) => ({ type: 'checkpoint' as const, ...checkpoint })),
  ];
  return lines.toSorted((a, b) => a.sequence - b.sequence || (a.type === 'seal' ? -1 : 1));
}
