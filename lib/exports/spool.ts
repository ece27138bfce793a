import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';

/** A file stays so long for a download that begins late, or again. */
export const SPOOL_KEPT_MS = 15 * 60_000;

const CHUNK_BYTES = 256 * 1024;

/** Gives the folder of this machine in which exports are written before they are sent; makes it if it is missing. */
export async function spoolFolder(): Promise<string> {
  const folder = path.resolve(env().TIEOUT_DATA_DIR, 'exports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Removes files to which nothing was written for so long: what a process that was killed has left, among others. */
export async function sweepSpool(folder: string, olderThanMs = SPOOL_KEPT_MS): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > olderThanMs) await rm(file, { force: true });
  }
}

/** Removes what a server that was killed has left behind; for the start of another one, which nothing of it may hold up. */
export async function clearSpool(): Promise<void> {
  try {
    await sweepSpool(await spoolFolder());
  } catch (error) {
    log.warn({ err: error }, 'the folder of exports could not be cleared');
  }
}

type Growing = {
  file: string;
  /** Whether all of it is written. Throws if it never will be. */
  isWhole: () => boolean;
  /** Resolves when more is written, or all, or when it failed. */
  changed: () => Promise<void>;
  /** Called once: when the reader has all of it (true), or left or lost it (false). */
  onEnd: (isRead: boolean) => void;
};

/** Gives a file's bytes while it is still being written, which does not wait for whoever reads them. */
export function growingFile({ file, isWhole, changed, onEnd }: Growing): ReadableStream<Uint8Array> {
  let position = 0;
  const handle = open(file, 'r');
  const end = async (isRead: boolean) => {
    await handle.then((opened) => opened.close()).catch(() => undefined);
    onEnd(isRead);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const opened = await handle;
          for (;;) {
            const isLast = isWhole();
            const { bytesRead, buffer } = await opened.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
            if (bytesRead > 0) {
              position += bytesRead;
              controller.enqueue(buffer.subarray(0, bytesRead));
              return;
            }
            if (isLast) {
              await end(true);
              controller.close();
              return;
            }
            await changed();
          }
        } catch (error) {
          await end(false);
          controller.error(error);
        }
      },
      cancel: () => end(false),
    },
    { highWaterMark: 2 },
  );
}
