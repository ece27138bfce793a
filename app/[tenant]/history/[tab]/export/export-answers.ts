import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { growingFile } from '#lib/exports/spool.ts';
import type { StartedExport } from '#lib/exports/start-export.ts';
import { FILE_LENGTH_HEADER } from '#lib/http/file-length.ts';

/**
 * An answer waits for its file to be whole if it has few rows, and so long if it has many: then the browser knows how
 * long it is, and shows how far it has come.
 */
const FEW_ROWS = 20_000;
const WAIT_FOR_WHOLE_MS = 1_500;

const CONTENT_TYPES: Record<string, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

type WrittenFile = { file: string; fileName: string; bytes: number; checkpoint: string | null };

/** Gives the answer that is a file which is whole. It is kept: a download may be tried again. */
export function fileResponse({ file, fileName, bytes, checkpoint }: WrittenFile): Response {
  const body = growingFile({ file, isWhole: () => true, changed: () => Promise.resolve(), onEnd: () => undefined });
  return new Response(body, { headers: headersOf({ fileName, bytes, checkpoint }) });
}

/**
 * Gives the answer that is an export's file: at once if it is soon whole, else as it grows. The file is removed when it
 * has been read, and the export cancelled if its reader leaves.
 */
export async function startedResponse(started: StartedExport): Promise<Response> {
  const { file, fileName, checkpoint, standing, changed, finished, cancel } = started;
  const isSmall = (standing().total ?? 0) <= FEW_ROWS;
  await Promise.race([finished, ...(isSmall ? [] : [delay(WAIT_FOR_WHOLE_MS, undefined, { ref: false })])]);
  const body = growingFile({
    file,
    isWhole() {
      const { state } = standing();
      if (state === 'failed') throw new Error('The export ended before its file was whole');
      return state === 'done';
    },
    changed,
    onEnd: (isRead) => void (isRead ? rm(file, { force: true }) : cancel()),
  });
  const { state, bytes } = standing();
  return new Response(body, { headers: headersOf({ fileName, bytes: state === 'done' ? bytes : null, checkpoint }) });
}

type FileHeaders = { fileName: string; bytes: number | null; checkpoint: string | null };

function headersOf({ fileName, bytes, checkpoint }: FileHeaders): Record<string, string> {
  const plain = fileName.replace(/[^\w .()-]/g, '_');
  return {
    'content-type': CONTENT_TYPES[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    // Compressing it once more would cost its length.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    // Excel has it on its first sheet; in a CSV every line is a record.
    ...(checkpoint === null ? {} : { 'x-tieout-audit-checkpoint': checkpoint }),
    ...(bytes === null ? {} : { [FILE_LENGTH_HEADER]: String(bytes) }),
  };
}
