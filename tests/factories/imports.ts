import type { Ctx } from '#lib/access/context.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import { getImport } from '#lib/imports/get-import.ts';
import type { ImportChoices, ImportCounts, ImportRun } from '#lib/imports/import-contract.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { workOnImport } from '#lib/imports/work-on-import.ts';

/** Uploads a file in uneven pieces and has it read. */
export async function uploaded(ctx: Ctx, name: string, content: string | Uint8Array): Promise<ImportRun> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { id } = await receiveFile(ctx, { name, size: bytes.length }, pieces(bytes));
  await workOnImport(ctx.tenantId, id);
  return getImport(ctx, id);
}

/** Gives what a person would choose who takes over every suggestion. */
export function suggested(run: ImportRun, given: Partial<ImportChoices> = {}): ImportChoices {
  const { detected } = run;
  return {
    holds: detected?.holds ?? 'records',
    source: 'tms',
    kind: detected?.columns.some(({ guess }) => guess === 'record.kind') ? null : (detected?.kind ?? 'invoice'),
    columns: (detected?.columns ?? []).flatMap(({ index, guess }) =>
      guess === null ? [] : [{ column: index, field: guess }],
    ),
    fixed: [],
    outcomes: [],
    dateFormat: null,
    decimalMark: null,
    timeZone: null,
    emptyCells: 'keep',
    ...given,
  };
}

/** Has the dry run made. */
export async function checked(ctx: Ctx, run: ImportRun, given: Partial<ImportChoices> = {}): Promise<ImportRun> {
  await checkImport(ctx, { id: run.id, choices: suggested(run, given) });
  await workOnImport(ctx.tenantId, run.id);
  return getImport(ctx, run.id);
}

/** Has a checked import written. */
export async function written(ctx: Ctx, run: ImportRun): Promise<ImportRun> {
  await runImport(ctx, run.id);
  await workOnImport(ctx.tenantId, run.id);
  return getImport(ctx, run.id);
}

/** Uploads, checks and writes a file; gives what the dry run said and what the run did. */
export async function imported(
  ctx: Ctx,
  name: string,
  content: string | Uint8Array,
  given: Partial<ImportChoices> = {},
): Promise<{ run: ImportRun; forecast: ImportCounts | null; counts: ImportCounts | null }> {
  const check = await checked(ctx, await uploaded(ctx, name, content), given);
  const run = await written(ctx, check);
  return { run, forecast: check.checked, counts: run.counts };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7) % 100_003)
    yield bytes.subarray(at, at + size);
}
