import { Suspense } from 'react';
import type { ColumnPreferences } from '#components/data-table/column-preferences.ts';
import type { RangeChoice } from '#components/sync/day-range-dropdown.tsx';
import { formatDayRange, nameOfZone } from '#components/sync/format-time.ts';
import { FilterChips } from '#components/ui/filter-chips.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import type { Day } from '#lib/core/dates.ts';
import { isComparedKind, KIND_LABEL, KINDS, type Kind, STATUS_LABEL } from '#lib/records/kinds.ts';
import { FLAGS } from '#lib/records/list-contract.ts';
import { LiveRefresh } from '../../../_components/live-refresh.tsx';
import type { OpenedRecord } from '../../../records/open-record.ts';
import { columnCookieOf } from '../column-cookie.ts';
import { columnsFor } from '../columns.ts';
import { datePresets, isSameRange } from '../date-presets.ts';
import { activeFilters } from '../filters.ts';
import {
  exportHref,
  hrefOf,
  hrefWith,
  type ListAddress,
  listKey,
  type StatusChoice,
  withoutExtraFilters,
} from '../list-address.ts';
import { toListedRecord } from '../listed-record.ts';
import { countLifted, countState, type LoadedList } from '../load-list.ts';
import type { Views } from '../load-views.ts';
import { CauseGroups, GroupLink } from './cause-groups.tsx';
import { ClosedByHandLink } from './closed-by-hand.tsx';
import { DateRange } from './date-range.tsx';
import { EarlierFailedLink } from './earlier-failed.tsx';
import { EmptyList, EmptyWaiting, NoMatch } from './empty-list.tsx';
import { FilterMenu } from './filter-menu.tsx';
import styles from './history-screen.module.css';
import { HistoryTabs, hrefOfTab } from './history-tabs.tsx';
import { type ListCommand, ListCommands } from './list-commands.tsx';
import { RANGE_REASON_ID } from './range-reason.ts';
import { RecordList } from './record-list.tsx';
import { RecordPager } from './record-pager.tsx';
import { RecordPanel } from './record-panel.tsx';
import { SearchBox } from './search-box.tsx';
import { hrefOfStatus, nameOfStatus, STATUS_CHOICES, StatusFilter } from './status-filter.tsx';
import { Sums, SumsWaiting } from './sums.tsx';
import toolbar from './toolbar.module.css';

type HistoryScreenProps = {
  ctx: Ctx;
  kind: Kind;
  address: ListAddress;
  list: LoadedList;
  /** The record that the address names, if it is there. */
  openRecord: OpenedRecord | null;
  notices: string[];
  preferences: ColumnPreferences;
  views: Views;
  now: Date;
  today: Day;
};

/** The whole screen of one tab: filters, rows, sums and the open record. */
export function HistoryScreen({
  ctx,
  kind,
  address,
  list,
  openRecord,
  notices,
  preferences,
  views,
  now,
  today,
}: HistoryScreenProps) {
  const { state } = address;
  const { locale, timeZone, slug } = ctx.tenant;
  const key = listKey(address);
  const records = list.page.records;
  const filters = activeFilters(state, locale, list.names);
  const ranges = datePresets(today).map(({ label, range }) => ({
    label,
    href: hrefWith(address, { range }),
    isCurrent: isSameRange(range, state.range),
  }));
  const statusWord = state.isExcluded ? 'Excluded' : state.status === 'all' ? 'All' : STATUS_LABEL[state.status];

  return (
    <div className={styles.screen}>
      <div className={styles.list}>
        <h1 className="visually-hidden">Accounting Sync History: {KIND_LABEL[kind].many}</h1>
        <HistoryTabs
          kind={kind}
          tenant={slug}
          address={address}
          counts={list.kindCounts}
          countsKey={key}
          locale={locale}
        />
        {notices.length === 0 ? null : (
          <Notice>
            {notices.map((notice) => (
              <p key={notice}>{notice}</p>
            ))}
          </Notice>
        )}
        <div className={toolbar.toolbar}>
          <StatusFilter
            address={address}
            counts={list.statusCounts}
            byHand={list.byHand}
            countsKey={key}
            locale={locale}
          />
          <DateRange address={address} label={formatDayRange(state.range, locale)} choices={ranges} today={today} />
          <SearchBox address={address} />
          <FilterMenu
            address={address}
            facets={list.facets}
            flags={FLAGS.filter((flag) => flag !== 'differs' || isComparedKind(kind))}
          />
          <GroupLink address={address} />
        </div>
        <FilterChips
          filters={filters
            // The search box shows its own.
            .filter(({ id }) => id !== 'q')
            .map(({ id, label, without }) => ({ id, label, liftHref: hrefOf(address, without) }))}
          clearHref={filters.length > 1 ? hrefOf(address, withoutExtraFilters(state)) : null}
        />
        <div className={styles.remarks}>
          <p>
            <RangeReason status={state.status} isExcluded={state.isExcluded} />
            <Suspense key={key} fallback={null}>
              <EarlierFailedLink earlier={list.earlier} address={address} locale={locale} />
              <ClosedByHandLink byHand={list.byHand} address={address} locale={locale} />
            </Suspense>
            {state.status === 'failed' && !state.isExcluded && ctx.permissions.has('connection:read') ? (
              <SoftLink className={styles.why} href={`/${slug}/why`}>
                Why is my sync broken?
              </SoftLink>
            ) : null}
          </p>
          <p className={styles.zone}>Times are {nameOfZone(timeZone, now)}</p>
        </div>
        {list.groups !== null ? (
          <CauseGroups
            label={`${statusWord} ${KIND_LABEL[kind].many.toLowerCase()} by cause`}
            groups={list.groups}
            address={address}
            formats={{ locale, timeZone }}
          />
        ) : (
          <RecordList
            tenant={slug}
            kind={kind}
            label={`${statusWord} ${KIND_LABEL[kind].many.toLowerCase()}`}
            address={address}
            columns={columnsFor(kind, state, (sort) => hrefWith(address, { sort }))}
            records={records.map(toListedRecord)}
            now={now}
            preferences={preferences}
            columnCookie={columnCookieOf(kind, views.open)}
            views={views}
            canSetForAll={ctx.permissions.has('settings:manage')}
            matching={list.matching}
            canUpdate={ctx.permissions.has('record:update_status')}
            formats={{ locale, timeZone }}
            exportHref={ctx.permissions.has('export:create') ? exportHref(address) : null}
            empty={
              records.length > 0 ? null : (
                <Suspense key={key} fallback={<EmptyWaiting />}>
                  {filters.length > 0 ? (
                    <NoMatch
                      address={address}
                      lifted={countLifted(ctx, kind, filters)}
                      total={countState(ctx, kind, withoutExtraFilters(state))}
                      clearHref={hrefOf(address, withoutExtraFilters(state))}
                      locale={locale}
                    />
                  ) : (
                    <EmptyList
                      kind={kind}
                      address={address}
                      statusCounts={list.statusCounts}
                      earlier={list.earlier}
                      locale={locale}
                    />
                  )}
                </Suspense>
              )
            }
            sums={
              <Suspense key={key} fallback={<SumsWaiting />}>
                <Sums
                  sums={list.sums}
                  isCompared={isComparedKind(kind)}
                  byHandHref={hrefWith(address, { flags: [...new Set([...state.flags, 'by_hand' as const])] })}
                  locale={locale}
                />
              </Suspense>
            }
            pager={
              <RecordPager
                address={address}
                page={list.page}
                rowCount={records.length}
                total={list.total}
                totalKey={key}
                locale={locale}
              />
            }
          />
        )}
      </div>
      <RecordPanel
        tenant={slug}
        formats={{ locale, timeZone }}
        recordIds={records.map(({ id }) => id)}
        first={openRecord}
        canUpdate={ctx.permissions.has('record:update_status')}
        now={now}
      />
      <ListCommands commands={listCommands(kind, address, views, ranges, slug)} />
      <LiveRefresh tenant={slug} />
    </div>
  );
}

function listCommands(
  kind: Kind,
  address: ListAddress,
  views: Views,
  ranges: RangeChoice[],
  tenant: string,
): ListCommand[] {
  const { state } = address;
  const hasRange = state.status !== 'pending' && !state.isExcluded;
  return [
    ...KINDS.map((tab) => ({
      label: KIND_LABEL[tab].many,
      group: 'Tab',
      href: hrefOfTab(tenant, tab, address),
      isCurrent: tab === kind,
    })),
    ...STATUS_CHOICES.map((choice) => ({
      label: nameOfStatus(choice),
      group: 'Sync status',
      href: hrefOfStatus(address, choice),
      isCurrent: !state.isExcluded && choice === state.status,
    })),
    ...(hasRange ? ranges.map((range) => ({ ...range, group: 'Sync date' })) : []),
    ...views.all.map(({ id, name, href }) => ({
      label: name,
      group: 'Saved view',
      href,
      isCurrent: id === views.open?.id,
    })),
  ];
}

// The range stands there all the same, greyed: this says why, in view and not only on hover.
function RangeReason({ status, isExcluded }: { status: StatusChoice; isExcluded: boolean }) {
  if (isExcluded) return <span id={RANGE_REASON_ID}>Excluded records are shown whatever their date.</span>;
  if (status === 'all') return <span>Complete and Failed in this range, and every Pending record.</span>;
  if (status !== 'pending') return null;
  return <span id={RANGE_REASON_ID}>Pending records have not tried to sync, so a date range does not apply.</span>;
}
