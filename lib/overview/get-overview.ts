import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { daysBetween } from '#lib/core/dates.ts';
import { KINDS } from '#lib/records/kinds.ts';
import { readFailureSteps } from './failure-steps.ts';
import { readFlaggedFigures } from './flagged-figures.ts';
import { countOutside, countWaiting } from './open-counts.ts';
import { type Overview, PERIOD_DAYS_MAX, type Period } from './overview-contract.ts';
import { readPeriodFigures } from './period-figures.ts';
import { readTopMessages } from './top-messages.ts';

/**
 * Gives what a period's documents have come to, for the close of a month: a handful of statements over one snapshot,
 * so that the figures agree with one another. Throws `invalid_input` for a period of more than two years.
 */
export async function getOverview(ctx: Ctx, period: Period): Promise<Overview> {
  requirePermission(ctx, 'record:read');
  const days = daysBetween(period.from, period.to) + 1;
  if (days < 1 || days > PERIOD_DAYS_MAX) {
    throw new AppError('invalid_input', { message: 'Choose a period of at most two years.' });
  }
  return ctx.transaction(
    async (tx) => {
      const figures = await readPeriodFigures(ctx, tx, period);
      const flagged = await readFlaggedFigures(ctx, tx, period);
      const outside = await countOutside(ctx, tx, period);
      return {
        period,
        kinds: KINDS.map((kind) => ({ kind, ...figures[kind], ...flagged[kind], ...outside[kind] })),
        ...(await countWaiting(ctx, tx, period)),
        failures: await readFailureSteps(ctx, tx, period),
        ...(await readTopMessages(ctx, tx, period)),
      };
    },
    { isSnapshot: true },
  );
}
