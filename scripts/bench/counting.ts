import { apiKeyContext } from '#lib/access/api-key-context.ts';
import { addDays, dayOf, instantsOf, monthEndingOn } from '#lib/core/dates.ts';
import { countByKind } from '#lib/records/count-records.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { measure } from './measure.ts';
import type { Bench } from './section.ts';

/** Measures the exact counts on the tabs: the verb within this process, as the screen calls it. */
export async function measureCounting({ report, floor, largest: tenant }: Bench): Promise<void> {
  report.lines();
  const ctx = await apiKeyContext(`Bearer ${tenant.keyText}`, { requestId: 'bench', address: null });
  const today = dayOf(new Date(), ctx.tenant.timeZone);
  for (const [name, from] of [
    ['tab counts, one month', monthEndingOn(today).from],
    ['tab counts, two years', addDays(today, -730)],
  ] as const) {
    const { from: instant } = instantsOf({ from, to: null }, ctx.tenant.timeZone);
    for (const [status, number] of [
      ['failed', 2],
      ['complete', 1],
    ] as const) {
      const filter = { ...EVERY_RECORD, syncStatus: status, syncedFrom: from, syncedTo: today };
      report.line(
        `${name}, ${status}`,
        1,
        await measure(40, 1, () => floor.tabCounts(tenant, number, instant?.toISOString() ?? '')),
        await measure(40, 1, () => countByKind(ctx, filter)),
      );
    }
  }
}
