import { apiKeyContext } from '#lib/access/api-key-context.ts';
import { addDays, dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { getOverview } from '#lib/overview/get-overview.ts';
import { PERIOD_DAYS_MAX } from '#lib/overview/overview-contract.ts';
import { measureVerb } from './measure.ts';
import type { Bench } from './section.ts';

/** Measures all the figures of the month-end view of the largest tenant: a month, and the longest period there is. */
export async function measureOverview({ report, floor, largest }: Bench): Promise<void> {
  const ctx = await apiKeyContext(`Bearer ${largest.keyText}`, { requestId: 'bench', address: null });
  const today = dayOf(new Date(), ctx.tenant.timeZone);
  report.verbs();
  for (const [name, period] of [
    ['at a glance, a month', monthEndingOn(today)],
    ['at a glance, 3 months', { from: addDays(today, -91), to: today }],
    ['at a glance, 2 years', { from: addDays(today, 1 - PERIOD_DAYS_MAX), to: today }],
  ] as const) {
    report.verb(name, await measureVerb(largest, floor, () => getOverview(ctx, period)));
  }
}
