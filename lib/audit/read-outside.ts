import { z } from 'zod';
import type { OutsideCopy } from './check-chain.ts';

/** A copy as read, and how many of its lines are of no use: not readable, or of another tenant. */
export type ReadCopy = OutsideCopy & { unreadable: number; ofOthers: number };

/** No copy at all. */
export const NO_COPY: ReadCopy = { blocks: new Map(), checkpoints: [], unreadable: 0, ofOthers: 0 };

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const place = z.int().min(1);

/** A checkpoint as a file carries it. */
export const checkpointSchema = z.object({
  tenantId: z.uuid(),
  sequence: place,
  eventTotal: place,
  hash,
  signedAt: z.iso.datetime(),
  completeTo: z.iso.datetime(),
  keyId: z.string().nullable(),
  signature: z.string().nullable(),
});
const blockSchema = z.object({ type: z.literal('seal'), sequence: place, eventTotal: place, hash, marks: z.string() });

/**
 * Takes the lines of a copy, or of several one after the other (also checkpoints alone, one JSON text a line, as an
 * export carries them); gives what it holds of a tenant.
 */
export async function readOutside(tenantId: string, lines: AsyncIterable<string>): Promise<ReadCopy> {
  const blocks = new Map<number, { hash: string; eventTotal: number; marks: Buffer }>();
  const checkpoints = [];
  let [unreadable, ofOthers] = [0, 0];
  for await (const text of lines) {
    if (text.trim() === '') continue;
    const value = parse(text);
    const block = blockSchema.safeParse(value);
    const checkpoint = checkpointSchema.safeParse(value);
    if (block.success) {
      const { sequence, eventTotal, marks } = block.data;
      blocks.set(sequence, { hash: block.data.hash, eventTotal, marks: Buffer.from(marks, 'base64') });
    } else if (!checkpoint.success) unreadable += 1;
    else if (checkpoint.data.tenantId !== tenantId) ofOthers += 1;
    else checkpoints.push(checkpoint.data);
  }
  return { blocks, checkpoints, unreadable, ofOthers };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
