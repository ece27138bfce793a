import { createHash } from 'node:crypto';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { newId } from '#lib/core/ids.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { log } from '#lib/log.ts';
import { FILE_MAX, type ImportRun } from './import-contract.ts';
import { PIECE_BYTES } from './import-file.ts';
import { readRun, toRun } from './read-run.ts';
import { wakeImporter } from './wake-worker.ts';

const NAME_MAX = 255;

/** What is told of a file before its bytes; `size` is null where nobody says it. */
export type OfferedFile = { name: string; size: number | null };

/**
 * Takes the bytes of a file as they arrive and keeps them in the database, a piece at a time; gives the import that begins
 * with it. A file that breaks off leaves nothing but its name. Throws `too_large` before the first byte where the size
 * says so, else at the byte that is too much.
 */
export async function receiveFile(ctx: Ctx, file: OfferedFile, bytes: AsyncIterable<Uint8Array>): Promise<ImportRun> {
  requirePermission(ctx, 'import:create');
  if (file.size !== null && file.size > FILE_MAX) throw tooLarge();
  const id = newId();
  await ctx.transaction((tx) => begin(ctx, tx, id, file.name));
  const sum = createHash('sha256');
  let [pieces, size] = [0, 0];
  try {
    for await (const piece of inPieces(bytes)) {
      size += piece.length;
      if (size > FILE_MAX) throw tooLarge();
      sum.update(piece);
      await ctx.transaction((tx) => append(ctx, tx, id, { piece, number: pieces, size }));
      pieces += 1;
    }
    if (size === 0) throw new AppError('invalid_input', { message: 'The file is empty.' });
    return await ctx.transaction((tx) => finish(ctx, tx, id, { pieces, size, sha256: sum.digest() }));
  } catch (error) {
    await ctx
      .transaction((tx) => giveUp(ctx, tx, id))
      .catch((failure) => log.warn({ err: failure, import: id }, 'an upload that broke off was not cleared away'));
    throw error;
  }
}

async function begin(ctx: Ctx, tx: TenantTx, id: string, name: string): Promise<void> {
  const fileName = name.toWellFormed().replaceAll('\u0000', '').slice(-NAME_MAX).trim() || 'Unnamed file';
  await tx.$executeRaw`
    INSERT INTO import_run (tenant_id, id, file_name, state, created_by, created_by_name, address, heartbeat_at)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${fileName}, 'uploading', ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${ctx.address}, now())`;
}

type Piece = { piece: Uint8Array; number: number; size: number };

async function append(ctx: Ctx, tx: TenantTx, id: string, { piece, number, size }: Piece): Promise<void> {
  const isKept = await tx.$executeRaw`
    UPDATE import_run SET size = ${size}::bigint, heartbeat_at = now()
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state = 'uploading'`;
  if (isKept === 0) throw new AppError('conflict', { message: 'The upload was given up. Upload the file again.' });
  await tx.$executeRaw`
    INSERT INTO import_chunk (tenant_id, import_id, piece, bytes)
    VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${number}::int, ${piece})`;
}

type Whole = { pieces: number; size: number; sha256: Uint8Array };

async function finish(ctx: Ctx, tx: TenantTx, id: string, { pieces, size, sha256 }: Whole): Promise<ImportRun> {
  const isKept = await tx.$executeRaw`
    UPDATE import_run SET state = 'reading', pieces = ${pieces}::int, size = ${size}::bigint, sha256 = ${sha256}, heartbeat_at = NULL
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state = 'uploading'`;
  if (isKept === 0) throw new AppError('conflict', { message: 'The upload was given up. Upload the file again.' });
  const run = await readRun(ctx, tx, id);
  const after = { fileName: run.fileName, size, sha256: Buffer.from(sha256).toString('hex') };
  const own = { ...ctx, requestId: id };
  await recordAudit(own, tx, [{ action: 'import.uploaded', subject: { type: 'import', id }, after }]);
  await wakeImporter(tx);
  return toRun(run);
}

/** Nothing of it was read: nothing is left to be undone. */
async function giveUp(ctx: Ctx, tx: TenantTx, id: string): Promise<void> {
  await tx.importChunk.deleteMany({ where: { tenantId: ctx.tenantId, importId: id } });
  await tx.$executeRaw`
    UPDATE import_run SET state = 'stopped', finished_at = now(), file_deleted_at = now(), reason = 'The upload broke off.'
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND state = 'uploading'`;
}

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    for (let at = 0; at < part.length; ) {
      const taken = part.subarray(at, at + PIECE_BYTES - length);
      waiting.push(taken);
      length += taken.length;
      at += taken.length;
      if (length < PIECE_BYTES) continue;
      yield Buffer.concat(waiting);
      [waiting, length] = [[], 0];
    }
  }
  if (length > 0) yield Buffer.concat(waiting);
}

function tooLarge(): AppError {
  return new AppError('too_large', {
    message: 'The file is larger than 1 GiB. Split it into several files and import one after the other.',
  });
}
