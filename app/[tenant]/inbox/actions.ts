'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { matchPayload } from '#lib/hooks/match-payload.ts';
import { runPayloadsAgain } from '#lib/hooks/run-payloads-again.ts';
import { dismissPayloads, restorePayloads } from '#lib/hooks/settle-payload.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { correctRejected } from '#lib/inbox/correct-rejected.ts';
import { type Decided, dismissItems, restoreItems } from '#lib/inbox/decide-items.ts';
import { INBOX_PARTS, type InboxPart } from '#lib/inbox/inbox-contract.ts';
import { matchAttempt } from '#lib/inbox/match-attempt.ts';

const partSchema = z.enum(INBOX_PARTS);
const idsSchema = z.array(z.string());
const textSchema = z.string();
const contextOf = (tenant: string) => pageContext(tenant, 'inbox:resolve', `/${tenant}/inbox`);

/** Takes items out of the inbox, all for one reason. */
export async function dismiss(
  tenant: string,
  part: InboxPart,
  ids: string[],
  reason: string,
): Promise<Outcome<Decided>> {
  const ctx = await contextOf(tenant);
  const given = { ids: idsSchema.parse(ids), reason: textSchema.parse(reason).trim() };
  const shown = partSchema.parse(part);
  const outcome = await outcomeOf(async () =>
    shown === 'payloads'
      ? decided(given.ids, await dismissPayloads(ctx, given))
      : dismissItems(ctx, { part: shown, ...given }),
  );
  refresh(tenant);
  return outcome;
}

/** Puts dismissed items back into the inbox. */
export async function restore(tenant: string, part: InboxPart, ids: string[]): Promise<Outcome<Decided>> {
  const ctx = await contextOf(tenant);
  const given = { ids: idsSchema.parse(ids) };
  const shown = partSchema.parse(part);
  const outcome = await outcomeOf(async () =>
    shown === 'payloads'
      ? decided(given.ids, await restorePayloads(ctx, given))
      : restoreItems(ctx, { part: shown, ...given }),
  );
  refresh(tenant);
  return outcome;
}

/** Says which record an attempt or a payload belongs to, for good. */
export async function match(
  tenant: string,
  part: 'unmatched' | 'payloads',
  id: string,
  recordId: string,
): Promise<Outcome<{ linked: number }>> {
  const ctx = await contextOf(tenant);
  const given = [textSchema.parse(id), textSchema.parse(recordId)] as const;
  const outcome = await detailedOutcome(async () => {
    if (part === 'unmatched') return matchAttempt(ctx, ...given);
    await matchPayload(ctx, { payloadId: given[0], recordId: given[1] });
    return { linked: 1 };
  });
  refresh(tenant);
  return outcome;
}

/** Lets the worker read a payload again, with its hook's mapping as it is now. */
export async function readAgain(tenant: string, hookId: string, id: string): Promise<Outcome<{ started: number }>> {
  const ctx = await contextOf(tenant);
  const given = { hookId: textSchema.parse(hookId), ids: [textSchema.parse(id)] };
  const outcome = await outcomeOf(() => runPayloadsAgain(ctx, given));
  refresh(tenant);
  return outcome;
}

/** Applies a refused item as it was put right; gives what became of it, in words. */
export async function correct(tenant: string, id: string, text: string): Promise<Outcome<string>> {
  const ctx = await contextOf(tenant);
  const outcome = await detailedOutcome(async () => {
    const { result, matched } = await correctRejected(ctx, textSchema.parse(id), textSchema.parse(text));
    return matched === false ? 'It is applied, and waits for its record.' : SAID[result];
  });
  refresh(tenant);
  return outcome;
}

/** Says every reason in full: the fields at fault are not those of the form. */
async function detailedOutcome<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { isDone: true, value: await work() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reasons = error.fields.map(({ field, message }) => `${field} ${message}`.trim());
    return { isDone: false, message: [error.message, ...reasons].join('\n'), fields: {} };
  }
}

function decided(ids: readonly string[], { changed }: { changed: number }): Decided {
  return { changed, passed: new Set(ids).size - changed };
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
