import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { addDays, dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { getOverview } from '#lib/overview/get-overview.ts';
import { type Figure, FLAGGED, type Overview, type Period } from '#lib/overview/overview-contract.ts';
import { countRecords, sumByCurrency } from '#lib/records/count-records.ts';
import { KINDS, kindOfTab } from '#lib/records/kinds.ts';
import { AGES, type RecordFilter } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import { sampleRecords } from '#tests/factories/record-sample.ts';
import { listedRecord, storeRecords } from '#tests/factories/stored-records.ts';
import { createSource, createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { type FigureName, type OverviewLinks, overviewLinks } from '../../../app/[tenant]/_overview/overview-links.ts';
import { toFilter } from '../../../app/[tenant]/history/[tab]/list-address.ts';
import { parseSearchParams, rawSearchParams } from '../../../app/[tenant]/history/[tab]/search-params.ts';

const ZONE = 'America/New_York';
const TODAY = dayOf(new Date(), ZONE);

let tenant: TestTenant;
let ctx: Ctx;

beforeAll(async () => {
  tenant = await createTenant({ timeZone: ZONE });
  const zapier = await createSource(tenant.info.id, 'zapier');
  await storeRecords(tenant, sampleRecords(tenant, [tenant.sourceId, zapier], 800));
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  await storeRecords(
    tenant,
    // Of every age, in the days around the bounds, and one without any currency.
    [1, 24 * 6, 24 * 7, 24 * 8, 24 * 9, 24 * 29, 24 * 30, 24 * 31, 24 * 32].flatMap((hours) =>
      KINDS.flatMap((kind) => [
        listedRecord(tenant, { kind, sync_date: hoursAgo(hours), document_date: TODAY, error_message: 'Try later' }),
        listedRecord(tenant, {
          kind,
          sync_status: 0,
          sync_date: null,
          pending_since: hoursAgo(hours),
          document_date: addDays(TODAY, -3),
          amount: hours === 1 ? null : '12.3450',
          currency: hours === 1 ? null : 'CAD',
        }),
      ]),
    ),
  );
  const other = await createTenant();
  await storeRecords(other, sampleRecords(other, [other.sourceId], 50));
  ctx = memberOf(tenant);
});

const PERIODS: [string, Period][] = [
  ['a month', monthEndingOn(TODAY)],
  ['the days of a change of clocks', { from: '2026-03-08', to: '2026-03-09' }],
  ['two years', { from: addDays(TODAY, -730), to: TODAY }],
];

function filterOf(href: string): RecordFilter {
  const url = new URL(href, 'http://tieout.invalid');
  const kind = kindOfTab(url.pathname.split('/').at(-1) ?? '');
  const { state, notices } = parseSearchParams(rawSearchParams(url.search), monthEndingOn(TODAY));
  expect(notices).toEqual([]);
  return toFilter(kind!, state);
}

/** Follows the link to its list: the same number there, and the same money of each currency. */
async function expectProven(figure: Figure, href: string, money: 'amount' | 'difference' = 'amount'): Promise<void> {
  const filter = filterOf(href);
  expect((await countRecords(ctx, filter)).count, href).toBe(figure.count);
  const sums = await sumByCurrency(ctx, filter);
  const byName = (a: { currency: string | null }, b: { currency: string | null }) =>
    String(a.currency) < String(b.currency) ? -1 : 1;
  expect(
    sums.map((sum) => ({ currency: sum.currency, count: sum.count, amount: sum[money] })).toSorted(byName),
    href,
  ).toEqual(figure.money.toSorted(byName));
}

const NAMES: FigureName[] = [
  'pending',
  'failed',
  'byJob',
  'byHand',
  'differs',
  'changedSinceSync',
  'excluded',
  ...FLAGGED,
];

describe.each(PERIODS)('The figures of %s', (_name, period) => {
  let overview: Overview;
  let links: OverviewLinks;
  beforeAll(async () => {
    overview = await getOverview(ctx, period);
    links = overviewLinks(tenant.info.slug, period, TODAY);
  });

  test.each(NAMES)('%s are those of the lists they lead to', async (name) => {
    for (const of of overview.kinds) {
      const money = name === 'differs' ? 'difference' : 'amount';
      await expectProven(of[name], links.figure(of.kind, name), money);
      for (const part of of[name].money) {
        const href = links.figure(of.kind, name, { currency: part.currency });
        await expectProven({ count: part.count, money: [part] }, href, money);
      }
    }
  });

  test('differences are added up without their signs too', async () => {
    for (const { kind, differs, differsGross } of overview.kinds) {
      const list = filterOf(links.figure(kind, 'differs'));
      const page = { sort: { key: 'date', direction: 'asc' }, limit: 1_000, cursor: null } as const;
      const { records } = await listRecords(ctx, list, page);
      expect(records).toHaveLength(differs.count);
      for (const { currency, amount } of differsGross.money) {
        const own = records.filter((record) => record.currency === currency);
        // Exact: each amount has four decimals.
        const parts = (text: string | null) => BigInt(String(text).replace(/[-.]/g, ''));
        expect(parts(amount)).toBe(own.reduce((sum, { difference }) => sum + parts(difference), 0n));
      }
      expect(differsGross.money.map(({ currency }) => currency)).toEqual(differs.money.map(({ currency }) => currency));
    }
  });

  test.each(['pending', 'failed'] as const)('%s are parted by age, and the oldest is named', async (name) => {
    for (const of of overview.kinds) {
      const open = of[name];
      for (const age of AGES) await expectProven(open.ages[age], links.figure(of.kind, name, { age }));
      expect(AGES.reduce((sum, age) => sum + open.ages[age].count, 0)).toBe(open.count);
      expect(open.oldest === null).toBe(open.count === 0);
      if (open.oldest === null) continue;
      const list = filterOf(links.oldest(of.kind, name, open.oldest.id));
      const { records } = await listRecords(ctx, list, {
        sort: { key: 'date', direction: 'asc' },
        limit: 1,
        cursor: null,
      });
      const [first] = records;
      expect({ id: first?.id, label: first?.number ?? first?.sourceId }).toEqual({
        id: open.oldest.id,
        label: open.oldest.label,
      });
      expect(name === 'pending' ? records[0]?.pendingSince : records[0]?.syncDate).toBe(open.oldest.since);
    }
  });

  test('failures by day are those of the lists, and all of them', async () => {
    for (const step of overview.failures) {
      for (const kind of KINDS) {
        if (step.kinds[kind].count > 0 || step.from === TODAY) {
          await expectProven(step.kinds[kind], links.failures(kind, step));
        }
      }
    }
    for (const { kind, failed } of overview.kinds) {
      expect(overview.failures.reduce((sum, step) => sum + step.kinds[kind].count, 0)).toBe(failed.count);
    }
    expect(overview.failures[0]?.from).toBe(period.from);
    expect(overview.failures.at(-1)?.to).toBe(period.to);
  });

  test('messages are those of the lists, the most frequent first', async () => {
    for (const { id, message, kinds, total } of overview.messages) {
      expect(message === null).toBe(id === null);
      for (const kind of KINDS) await expectProven(kinds[kind], links.message(kind, id));
      expect(KINDS.reduce((sum, kind) => sum + kinds[kind].count, 0)).toBe(total.count);
    }
    const counts = overview.messages.map(({ total }) => total.count);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
      overview.kinds.reduce((sum, { failed }) => sum + failed.count, 0),
    );
  });

  test('what is in no month, and what is open from before, is counted as in its list', async () => {
    for (const { kind, undated, pendingBefore, failedBefore } of overview.kinds) {
      expect(await countRecords(ctx, filterOf(links.undated(kind)))).toEqual(undated);
      expect(await countRecords(ctx, filterOf(links.before(kind, 'pending')))).toEqual(pendingBefore);
      expect(await countRecords(ctx, filterOf(links.before(kind, 'failed')))).toEqual(failedBefore);
    }
  });
});

test('none of these is empty by accident', async () => {
  const overview = await getOverview(ctx, { from: addDays(TODAY, -730), to: TODAY });
  for (const of of overview.kinds) {
    for (const name of NAMES) expect(of[name].count, `${of.kind} ${name}`).toBeGreaterThan(0);
    for (const age of AGES) expect(of.pending.ages[age].count + of.failed.ages[age].count).toBeGreaterThan(0);
    expect(of.undated.count).toBeGreaterThan(0);
  }
  expect(overview.messages.length).toBeGreaterThan(2);
});

test('the tenant’s own currency comes first, records that name none last', async () => {
  const all = await getOverview(ctx, { from: addDays(TODAY, -730), to: TODAY });
  expect(all.kinds[0]!.pending.money.map(({ currency }) => currency)).toEqual(['USD', 'CAD', null]);
});
