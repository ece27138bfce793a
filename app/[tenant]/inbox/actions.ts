'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { correctRejected } from '#lib/inbox/correct-rejected.ts';
import { type Decided, dismissItems, restoreItems } from '#lib/inbox/decide-items.ts';
import { matchAttempt } from '#lib/inbox/match-attempt.ts';

const partSchema = z.enum(['unmatched', 'rejected']);
type Part = z.infer<typeof partSchema>;
const idsSchema = z.array(z.string());
const textSchema = z.string();
const contextOf = (tenant: string) => pageContext(tenant, 'inbox:resolve', `/${tenant}/inbox`);

/** Takes items out of the inbox, all for one reason. */
export async function dismiss(tenant: string, part: Part, ids: string[], reason: string): Promise<Outcome<Decided>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() =>
    dismissItems(ctx, { part: partSchema.parse(part), ids: idsSchema.parse(ids), reason: textSchema.parse(reason) }),
  );
  refresh(tenant);
  return outcome;
}

/** Puts dismissed items back into the inbox. */
export async function restore(tenant: string, part: Part, ids: string[]): Promise<Outcome<Decided>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => restoreItems(ctx, { part: partSchema.parse(part), ids: idsSchema.parse(ids) }));
  refresh(tenant);
  return outcome;
}

/** Says which record an attempt or a payload belongs to, for good. */
export async function match(
  tenant: string,
  _part: 'unmatched' | 'payloads',
  id: string,
  recordId: string,
): Promise<Outcome<{ linked: number }>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => matchAttempt(ctx, textSchema.parse(id), textSchema.parse(recordId)));
  refresh(tenant);
  return outcome;
}

/** Applies a refused item as it was put right; gives what became of it, in words. */
export async function correct(tenant: string, id: string, text: string): Promise<Outcome<string>> {
  const ctx = await contextOf(tenant);
  try {
    const { result, matched } = await correctRejected(ctx, textSchema.parse(id), textSchema.parse(text));
    refresh(tenant);
    const isWaiting = matched === false;
    return { isDone: true, value: isWaiting ? 'It is applied, and waits for its record.' : SAID[result] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problems = error.fields.map(({ field, message }) => `${field} ${message}`.trim());
    return { isDone: false, message: [error.message, ...problems].join('\n'), fields: {} };
  }
}

const SAID = {
  created: 'It is applied.',
  updated: 'It is applied: its record was changed.',
  unchanged: 'It is settled: its record says the same already.',
  duplicate: 'It is settled: the same attempt was reported already.',
  rejected: 'It was refused again.',
};

/** The navigation counts what waits, so the frame is drawn anew as well. */
function refresh(tenant: string): void {
  revalidatePath(`/${tenant}`, 'layout');
}
