import { addDays, type Day, daysBetween, isDay, monthEndingOn } from '#lib/core/dates.ts';
import { PERIOD_DAYS_MAX, type Period } from '#lib/overview/overview-contract.ts';
import type { RawSearchParams } from '../history/[tab]/search-params.ts';

/** What the address says, and one sentence for what of it could not be used. */
export type ParsedPeriod = { period: Period; notices: string[] };

/** Takes the address's parameters and today; gives a period that can be looked at, by default the month that ends today. */
export function parsePeriod(raw: RawSearchParams, today: Day): ParsedPeriod {
  const fallback = monthEndingOn(today);
  const [from, to] = [firstOf(raw.from), firstOf(raw.to)];
  if (from === '' && to === '') return { period: fallback, notices: [] };
  if (!isDay(from) || !isDay(to)) {
    const bad = [from, to].find((day) => !isDay(day)) ?? '';
    const notice = `“${bad.slice(0, 40)}” is not a day such as 2026-11-21, so the month that ends today is shown.`;
    return { period: fallback, notices: [notice] };
  }
  if (from > to) {
    return { period: fallback, notices: ['The period ends before it begins, so the month that ends today is shown.'] };
  }
  if (daysBetween(from, to) >= PERIOD_DAYS_MAX) {
    const period = { from: addDays(to, 1 - PERIOD_DAYS_MAX), to };
    return { period, notices: ['At most two years are shown at once: here are the last two of this period.'] };
  }
  return { period: { from, to }, notices: [] };
}

/** Gives the address of a tenant's overview of a period; the default one needs no words. */
export function overviewHref(tenant: string, period: Period, today: Day): string {
  const usual = monthEndingOn(today);
  if (period.from === usual.from && period.to === usual.to) return `/${tenant}`;
  return `/${tenant}?${new URLSearchParams({ from: period.from, to: period.to })}`;
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
