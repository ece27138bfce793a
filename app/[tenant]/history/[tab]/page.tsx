import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { dayOf, monthEndingOn } from '#lib/core/dates.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { KIND_LABEL, kindOfTab } from '#lib/records/kinds.ts';
import { HistoryScreen } from './_components/history-screen.tsx';
import { columnsIn } from './column-cookie.ts';
import { PLAIN_VIEW } from './list-address.ts';
import { loadList } from './load-list.ts';
import { loadOpenRecord } from './load-open-record.ts';
import { loadViews } from './load-views.ts';
import { parseSearchParams, type RawSearchParams, toQueryText } from './search-params.ts';

type HistoryPageProps = { params: Promise<{ tenant: string; tab: string }>; searchParams: Promise<RawSearchParams> };

export async function generateMetadata({ params }: HistoryPageProps): Promise<Metadata> {
  const kind = kindOfTab((await params).tab);
  return { title: kind === null ? 'Not found' : `${KIND_LABEL[kind].many}, sync history` };
}

/** One kind's sync history: what arrived in the ledger, what failed, and what was never tried. */
export default async function HistoryPage({ params, searchParams }: HistoryPageProps) {
  const [{ tenant, tab }, raw, jar] = await Promise.all([params, searchParams, cookies()]);
  const path = `/${tenant}/history/${tab}`;
  const ctx = await pageContext(tenant, 'record:read', path + toQueryText(raw));
  const kind = kindOfTab(tab);
  if (kind === null) notFound();

  const now = new Date();
  const today = dayOf(now, ctx.tenant.timeZone);
  const defaultRange = monthEndingOn(today);
  const { state, notices } = parseSearchParams(raw, defaultRange);
  const [list, openRecord, views] = await Promise.all([
    loadList(ctx, kind, state),
    loadOpenRecord(ctx, state.record),
    loadViews(ctx, kind, { path, state, defaultRange }, today),
  ]);
  // Only a tab whose address says nothing opens with its default view: whoever follows a link sees what the link says.
  if (views.startHref !== null && Object.keys(raw).length === 0) redirect(views.startHref);
  // Its own links must then say something, or they would lead to the default view.
  if (views.startHref !== null) state.view ??= PLAIN_VIEW;
  return (
    <HistoryScreen
      ctx={ctx}
      kind={kind}
      address={{ path, state, defaultRange }}
      list={list}
      openRecord={openRecord}
      notices={list.notice === null ? notices : [...notices, list.notice]}
      preferences={columnsIn((name) => jar.get(name)?.value, kind, views.open)}
      views={views}
      now={now}
      today={today}
    />
  );
}
