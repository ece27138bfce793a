import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { dayOf } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { changeProblem, refuseSolved } from './change-problem.ts';
import { isAbove } from './next-state.ts';
import { parseInput } from './parse-input.ts';
import { muteInput, type ProblemRow } from './problem-contract.ts';

/**
 * Takes a problem out of sight until a day comes, or until more than an amount is blocked, whichever is first. Throws
 * `not_found`, `conflict`, and `invalid_input`, also if the day has come or the amount is passed already.
 */
export function muteProblem(ctx: Ctx, input: z.input<typeof muteInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  const { until, above, ...which } = parseInput(muteInput, input);
  if (until !== null && until <= dayOf(new Date(), ctx.tenant.timeZone)) {
    throw refused('until', 'must be a day after today');
  }
  return changeProblem(ctx, which, (problem) => {
    const mutedAbove = problem.mutedAbove === null ? null : storedAmount(problem.mutedAbove);
    const isSo = mutedAbove === (above?.amount ?? null) && problem.mutedCurrency === (above?.currency ?? null);
    if (problem.state === 'muted' && problem.mutedUntil === until && isSo) return null;
    refuseSolved(problem);
    if (above !== null && isAbove(problem.figures.money, above)) {
      throw refused('above', 'must be more than is blocked now');
    }
    return {
      set: Prisma.sql`state = 'muted', muted_until = ${until}::date, muted_above = ${above?.amount}::numeric,
                      muted_currency = ${above?.currency}::char(3), muted_by_name = ${ctx.actor.name}`,
      event: { action: 'problem.muted', before: { state: problem.state }, after: { state: 'muted', until, above } },
    };
  });
}

function refused(field: string, message: string): AppError {
  return new AppError('invalid_input', { message: `${field} ${message}.`, fields: [{ field, message }] });
}
