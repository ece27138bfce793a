'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { acknowledgeProblem } from '#lib/problems/acknowledge-problem.ts';
import { assignProblem } from '#lib/problems/assign-problem.ts';
import { muteProblem } from '#lib/problems/mute-problem.ts';
import { noteProblem } from '#lib/problems/note-problem.ts';
import { reopenProblem } from '#lib/problems/reopen-problem.ts';
import { setProblemDue } from '#lib/problems/set-problem-due.ts';
import { solveProblem } from '#lib/problems/solve-problem.ts';
import { unmuteProblem } from '#lib/problems/unmute-problem.ts';

const text = z.string().max(20_000);
const orNull = (given: string) => (text.parse(given).trim() === '' ? null : given.trim());
const seenInput = z.strictObject({ id: z.string().max(64), version: z.int() });

/** A problem as somebody saw it: what was decided since is not overwritten. */
export type SeenProblem = z.infer<typeof seenInput>;

/** Does one thing; the list, the page and the number in the navigation are drawn anew. */
async function act(tenant: string, id: string, work: (ctx: Ctx) => Promise<unknown>): Promise<Outcome<null>> {
  const ctx = await pageContext(tenant, 'problem:work', `/${tenant}/problems/${encodeURIComponent(id)}`);
  const outcome = await outcomeOf(async () => {
    await work(ctx);
    return null;
  });
  revalidatePath(`/${tenant}`, 'layout');
  return outcome;
}

/** Says that somebody has seen it, or takes that back. */
export async function acknowledge(tenant: string, seen: SeenProblem, isAcknowledged: boolean): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  return act(tenant, id, (ctx) =>
    acknowledgeProblem(ctx, { id, version, isAcknowledged: z.boolean().parse(isAcknowledged) }),
  );
}

/** Gives it to a person, or to nobody. */
export async function assign(tenant: string, seen: SeenProblem, personId: string): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  return act(tenant, id, (ctx) => assignProblem(ctx, { id, version, personId: orNull(personId) }));
}

/** Sets the day until which it is to be solved, or none. */
export async function setDue(tenant: string, seen: SeenProblem, dueOn: string): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  return act(tenant, id, (ctx) => setProblemDue(ctx, { id, version, dueOn: orNull(dueOn) }));
}

/** Mutes it until a day, until more than an amount is blocked, or until the first of both. */
export async function mute(
  tenant: string,
  seen: SeenProblem,
  given: { until: string; amount: string; currency: string },
): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  const amount = orNull(given.amount);
  const above = amount === null ? null : { amount, currency: text.parse(given.currency) };
  return act(tenant, id, (ctx) => muteProblem(ctx, { id, version, until: orNull(given.until), above }));
}

/** Takes the muting back. */
export async function unmute(tenant: string, seen: SeenProblem): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  return act(tenant, id, (ctx) => unmuteProblem(ctx, { id, version }));
}

/** Says by hand that it is solved. */
export async function solve(tenant: string, seen: SeenProblem, note: string): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  return act(tenant, id, (ctx) => solveProblem(ctx, { id, version, note: orNull(note) }));
}

/** Opens a solved one again. */
export async function reopen(tenant: string, seen: SeenProblem): Promise<Outcome<null>> {
  const { id, version } = seenInput.parse(seen);
  return act(tenant, id, (ctx) => reopenProblem(ctx, { id, version }));
}

/** Writes a note for colleagues. */
export async function addNote(tenant: string, id: string, note: string): Promise<Outcome<null>> {
  const given = { id: z.string().max(64).parse(id), text: text.parse(note) };
  return act(tenant, given.id, (ctx) => noteProblem(ctx, given));
}
