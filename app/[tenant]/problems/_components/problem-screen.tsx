import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { CAUSES } from '#lib/causes/causes.ts';
import {
  type Assignable,
  PROBLEM_SORTS,
  type ProblemFilter,
  type ProblemList,
  STATE_FILTERS,
} from '#lib/problems/problem-contract.ts';
import { KIND_LABEL, KINDS, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { NONE } from '#lib/records/list-contract.ts';
import type { LoadedProblems } from '../load-problems.ts';
import { countOfStates, SORT_LABEL, STATE_FILTER_LABEL } from '../problem-words.ts';
import styles from '../problems.module.css';
import { ME, type ProblemsAddress, problemsHref } from '../search-params.ts';
import { BlockedMoney } from './blocked-money.tsx';
import { EmptyProblems } from './empty-problems.tsx';
import { ProblemFilters } from './problem-filters.tsx';
import { ProblemTable } from './problem-table.tsx';

type ProblemScreenProps = {
  tenant: string;
  state: ProblemsAddress;
  notices: string[];
  loading: Promise<[LoadedProblems, Assignable[], readonly { id: string; name: string }[]]>;
  ownId: string | null;
  formats: Formats;
  now: Date;
  today: string;
};

/** Filters, the list, and what it leaves out, once they are read. */
export async function ProblemScreen(props: ProblemScreenProps) {
  const { tenant, state, notices, loading, ownId, formats, now, today } = props;
  const [{ list, notice, hidden }, people, connections] = await loading;
  const { filter } = state;
  const { locale } = formats;
  const hrefOf = (change: Partial<ProblemFilter>) =>
    problemsHref(tenant, { filter: { ...filter, ...change }, cursor: null });
  const hrefAt = (cursor: string | null) => (cursor === null ? null : problemsHref(tenant, { filter, cursor }));
  const choices = <Key extends keyof ProblemFilter>(
    name: Key,
    values: readonly { value: ProblemFilter[Key]; label: string }[],
  ) =>
    values.map(({ value, label }) => ({
      label,
      href: hrefOf({ [name]: value } as Partial<ProblemFilter>),
      isCurrent: filter[name] === value,
    }));
  const others = people.filter(({ id }) => id !== ownId);
  const said = notice === null ? notices : [...notices, notice];
  return (
    <>
      {said.length === 0 ? null : (
        <Notice>
          {said.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </Notice>
      )}
      <ProblemFilters
        states={STATE_FILTERS.map((one) => ({
          label: STATE_FILTER_LABEL[one],
          href: hrefOf({ state: one }),
          isCurrent: one === filter.state,
          count: countWords(countOfStates(one, list.states), locale),
        }))}
        selects={[
          {
            label: 'Cause',
            choices: choices('cause', [
              { value: null, label: 'Every cause' },
              ...CAUSES.map((value) => ({ value, label: CAUSE_LABEL[value] })),
            ]),
          },
          {
            label: 'Looked after by',
            choices: choices('assignee', [
              { value: null, label: 'Of everybody' },
              { value: ME, label: 'Mine' },
              { value: NONE, label: 'Of nobody' },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]),
          },
          ...(connections.length === 0
            ? []
            : [
                {
                  label: 'Connection',
                  choices: choices('connection', [
                    { value: null, label: 'Every connection' },
                    ...connections.map(({ id, name }) => ({ value: id, label: name })),
                    { value: NONE, label: 'No connection named' },
                  ]),
                },
              ]),
          {
            label: 'Kind',
            choices: choices('kind', [
              { value: null, label: 'Every kind' },
              ...KINDS.map((value) => ({ value, label: KIND_LABEL[value].many })),
            ]),
          },
          {
            label: 'Order',
            isOrder: true,
            choices: choices(
              'sort',
              PROBLEM_SORTS.map((value) => ({ value, label: SORT_LABEL[value] })),
            ),
          },
        ]}
      />
      {list.problems.length === 0 ? (
        <EmptyProblems tenant={tenant} state={state} list={list} hidden={hidden} locale={locale} />
      ) : (
        <ProblemTable
          tenant={tenant}
          problems={list.problems}
          sort={filter.sort}
          sortHref={(sort) => hrefOf({ sort })}
          formats={formats}
          now={now}
          today={today}
        />
      )}
      <footer className={styles.foot}>
        {list.problems.length === 0 ? null : (
          <Pager
            previous={{ label: 'Previous page', href: hrefAt(list.previousCursor) }}
            next={{ label: 'Next page', href: hrefAt(list.nextCursor) }}
          >
            {formatCount(list.position + 1, locale)}–{formatCount(list.position + list.problems.length, locale)} of{' '}
            {formatCount(countOfStates(filter.state, list.states), locale)}
          </Pager>
        )}
        <Unexplained tenant={tenant} unexplained={list.unexplained} locale={locale} />
        {list.gatheredAt === null ? null : (
          <p className={styles.zone}>
            Figures of <DateTime instant={list.gatheredAt} formats={formats} />
          </p>
        )}
      </footer>
    </>
  );
}

/** A zero beside each state would only be read past. */
function countWords(count: number, locale: string): string | undefined {
  return count === 0 ? undefined : formatCount(count, locale);
}

type UnexplainedProps = { tenant: string; unexplained: ProblemList['unexplained']; locale: string };

/** Failed records that no problem holds: nothing of what failed is left out without a word. */
function Unexplained({ tenant, unexplained: { records, money }, locale }: UnexplainedProps) {
  if (records === 0) return null;
  return (
    <p className={styles.unexplained}>
      {formatCount(records, locale)} failed {records === 1 ? 'record' : 'records'} (
      <BlockedMoney money={money} locale={locale} />) told no reason, and are in no problem:{' '}
      {KINDS.map((kind) => (
        <SoftLink key={kind} href={`/${tenant}/history/${TAB_OF_KIND[kind]}?from=any&cause=${NONE}`}>
          {KIND_LABEL[kind].many}
        </SoftLink>
      ))}
    </p>
  );
}
