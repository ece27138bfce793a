import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import {
  CHART_TYPES,
  type ChartOutcome,
  type ChartType,
  type CodeMatch,
  type CodeOutcome,
} from './comparison-contract.ts';
import { type ComparisonPlace, readComparisonPlace } from './comparison-place.ts';
import { type LedgerEntry, LedgerIndex, type MatchedItem } from './match-chart.ts';
import { type CodeOnLines, readCodes, readLedgerEntries, readSourceItems, type SourceItem } from './read-charts.ts';
import { storeCharts } from './store-charts.ts';

const TIMEOUT_MS = 60_000;

export type ChartCounts = Record<ChartType, Record<ChartOutcome, number>>;
export type CodeCounts = Record<CodeOutcome, number>;

/** What came of comparing; no counts while a list was never read, and none of charts while no source has sent one. */
export type ComparedCharts = { place: ComparisonPlace; charts: ChartCounts | null; codes: CodeCounts | null };

export type StoredChart = { item: SourceItem } & MatchedItem;
export type StoredCode = CodeMatch & { itemKey: string | null };

/**
 * Compares sources' own charts, and the codes on lines of pending and failed records, with the lists of a connection as
 * they were last read, and keeps what came of it. Throws `not_found`.
 */
export async function compareCharts(ctx: Ctx, connectionId: string): Promise<ComparedCharts> {
  requirePermission(ctx, 'connection:check');
  const needed: readonly ListType[] = CHART_TYPES;
  return ctx.transaction(
    async (tx) => {
      const place = await readComparisonPlace(ctx, tx, connectionId, needed);
      if (place.unread.length > 0) return { place, charts: null, codes: null };
      const items = await readSourceItems(ctx, tx);
      const index = new LedgerIndex(await readLedgerEntries(ctx, tx, connectionId));
      const charts = items.map((item): StoredChart => ({ item, ...index.matchItem(item) }));
      const codes = (await readCodes(ctx, tx, place)).map((code) => matchCode(index, code));
      const counts = { charts: countCharts(charts), codes: countCodes(codes) };
      await storeCharts(ctx, tx, connectionId, { charts, codes, counts });
      return { place, charts: items.length === 0 ? null : counts.charts, codes: counts.codes };
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

function matchCode(index: LedgerIndex, { type, code, category, openRecords, openMoney }: CodeOnLines): StoredCode {
  const entry = category === null ? index.find(type, code) : index.findOption(category, code);
  return {
    type,
    code: category === null ? code : `${category}: ${code}`.slice(0, 255),
    outcome: outcomeOf(entry),
    ledgerName: entry?.name ?? null,
    itemKey: entry?.key ?? null,
    openRecords,
    openMoney,
  };
}

function outcomeOf(entry: LedgerEntry | null): CodeOutcome {
  if (entry === null) return 'unknown';
  if (entry.isGone) return 'gone';
  return entry.isActive ? 'active' : 'inactive';
}

function countCharts(charts: readonly StoredChart[]): ChartCounts {
  const none = (): Record<ChartOutcome, number> => ({ missing: 0, inactive: 0, differs: 0, same: 0 });
  const counts: ChartCounts = { account: none(), item: none(), tax_code: none(), tracking: none() };
  for (const { item, outcome } of charts) counts[item.type][outcome] += 1;
  return counts;
}

function countCodes(codes: readonly StoredCode[]): CodeCounts {
  const counts: CodeCounts = { inactive: 0, gone: 0, unknown: 0, active: 0 };
  for (const { outcome } of codes) counts[outcome] += 1;
  return counts;
}
