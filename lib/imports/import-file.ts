import { type Ctx, requirePermission } from '#lib/access/context.ts';

/** How many bytes a piece of a file has in the database; the last one has fewer. */
export const PIECE_BYTES = 1024 * 1024;

/** A file that was uploaded, read from the database a piece at a time. */
export type ImportFile = {
  size: number;
  /** Its bytes from one place to another, the next piece being fetched while one is worked on. */
  bytes: (from?: number, to?: number) => AsyncGenerator<Buffer>;
};

/** Opens the file of an import. */
export function openFile(ctx: Ctx, { id, size }: { id: string; size: number }): ImportFile {
  // The directory of an archive is read a few bytes at a time.
  let kept: { number: number; piece: Promise<Buffer> } | null = null;
  const pieceAt = (number: number) => {
    if (kept?.number === number) return kept.piece;
    const piece = readPiece(ctx, id, number);
    // Whoever stops reading need not hear of its failure.
    piece.catch(() => undefined);
    kept = { number, piece };
    return piece;
  };
  return {
    size,
    async *bytes(from = 0, to = size) {
      if (from >= to) return;
      const last = Math.floor((to - 1) / PIECE_BYTES);
      let number = Math.floor(from / PIECE_BYTES);
      for (let ahead = pieceAt(number); number <= last; number += 1) {
        const piece = await ahead;
        if (number < last) ahead = pieceAt(number + 1);
        const start = number * PIECE_BYTES;
        yield piece.subarray(Math.max(0, from - start), Math.min(piece.length, to - start));
      }
    },
  };
}

async function readPiece(ctx: Ctx, importId: string, piece: number): Promise<Buffer> {
  requirePermission(ctx, 'import:create');
  const row = await ctx.transaction((tx) =>
    tx.importChunk.findUnique({
      where: { tenantId_importId_piece: { tenantId: ctx.tenantId, importId, piece } },
      select: { bytes: true },
    }),
  );
  if (row === null) throw new Error('A piece of the file is missing');
  return Buffer.from(row.bytes.buffer, row.bytes.byteOffset, row.bytes.byteLength);
}
