'use server';

import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { isId } from '#lib/core/ids.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { changeReading } from '#lib/imports/change-reading.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import type { ImportChoices, ImportRun, ReadingChoices } from '#lib/imports/import-contract.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { stopImport } from '#lib/imports/stop-import.ts';

const asked = z.strictObject({ tenant: z.string().max(64), id: z.string().refine(isId) });
type Asked = z.infer<typeof asked>;

/** Has a file read again, in another encoding, with another separator, or another sheet of it. */
export async function readAgain(input: Asked, reading: ReadingChoices): Promise<Outcome<ImportRun>> {
  return answerOf(input, (ctx, id) => changeReading(ctx, { id, reading }));
}

/** Has the dry run made with these choices. */
export async function check(input: Asked, choices: ImportChoices): Promise<Outcome<ImportRun>> {
  return answerOf(input, (ctx, id) => checkImport(ctx, { id, choices }));
}

/** Has the import written that was checked, or one that was stopped go on. */
export async function run(input: Asked): Promise<Outcome<ImportRun>> {
  return answerOf(input, runImport);
}

/** Stops what is under way, or gives up what waits. */
export async function stop(input: Asked): Promise<Outcome<ImportRun>> {
  return answerOf(input, stopImport);
}

async function answerOf(input: Asked, work: (ctx: Ctx, id: string) => Promise<ImportRun>): Promise<Outcome<ImportRun>> {
  const { tenant, id } = asked.parse(input);
  const ctx = await pageContext(tenant, 'import:create', `/${tenant}/import/${id}`);
  return outcomeOf(() => work(ctx, id));
}
