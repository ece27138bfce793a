'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { parseColumnPreferences, serializeColumnPreferences } from '#components/data-table/column-preferences.ts';
import { preferencesOf, showColumns } from '#components/data-table/use-columns.ts';
import { formatDayRange } from '#components/sync/format-time.ts';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { SoftLink, useNavigation } from '#components/ui/soft-link.tsx';
import type { MovingRange } from '#lib/views/view-contract.ts';
import { hrefOf, PLAIN_VIEW, toQuery } from '../list-address.ts';
import type { OfferedView } from '../load-views.ts';
import { changeListView, deleteListView, saveListView, setListDefault, type ViewAnswer } from '../view-actions.ts';
import { DeleteView, RenameView, SaveView } from './views-forms.tsx';
import styles from './views-menu.module.css';
import type { ViewsMenuProps } from './views-menu.tsx';

type Step = 'list' | 'save' | 'rename' | 'delete';
type ViewsSheetProps = ViewsMenuProps & { isChanged: boolean; close: () => void };

/** The views of the tab, and what can be done with the one that is open. */
export default function ViewsSheet(props: ViewsSheetProps) {
  const { tenant, tab, address, views, table, isChanged, close } = props;
  const { open, movingRanges } = views;
  const { navigate } = useNavigation();
  const router = useRouter();
  const [step, setStep] = useState<Step>('list');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const place = { tenant, tab };

  function goTo(next: Step) {
    setProblem(null);
    setStep(next);
  }
  async function act(asked: Promise<ViewAnswer>, then: (id: string | null) => void) {
    setIsBusy(true);
    setProblem(null);
    try {
      const answer = await asked;
      setProblem(answer.problem);
      if (answer.problem === null) then(answer.id);
    } catch {
      setProblem('That did not work. Look whether you are online, then try again.');
    }
    setIsBusy(false);
  }
  function contentNow(movingRange: MovingRange | null) {
    return {
      query: toQuery({ ...address.state, cursor: null, record: null, view: null }, address.defaultRange),
      movingRange,
      columns: serializeColumnPreferences(preferencesOf(table)),
    };
  }
  const refresh = () => {
    close();
    router.refresh();
  };

  if (step === 'save') {
    return (
      <SaveView
        movingRanges={movingRanges}
        range={formatDayRange(address.state.range, props.locale)}
        problem={problem}
        isBusy={isBusy}
        onBack={() => goTo('list')}
        onSave={({ name, isShared, movingRange }) =>
          act(saveListView({ ...place, name, isShared, content: contentNow(movingRange) }), (id) => {
            close();
            navigate(hrefOf(address, { ...address.state, cursor: null, view: id }), { replace: true });
          })
        }
      />
    );
  }
  if (open !== null && step === 'rename') {
    const { id, version } = open;
    return (
      <RenameView
        view={open}
        problem={problem}
        isBusy={isBusy}
        onBack={() => goTo('list')}
        onSave={(change) => act(changeListView({ ...place, id, version, ...change }), refresh)}
      />
    );
  }
  if (open !== null && step === 'delete') {
    return (
      <DeleteView
        view={open}
        problem={problem}
        isBusy={isBusy}
        onBack={() => goTo('list')}
        onDelete={() =>
          act(deleteListView({ ...place, id: open.id }), () => {
            close();
            // What is shown stays, also where the tab would open with another view.
            const view = views.startHref === null ? null : PLAIN_VIEW;
            navigate(hrefOf(address, { ...address.state, view }), { replace: true });
          })
        }
      />
    );
  }

  return (
    <div className={styles.views}>
      <ul className={styles.list}>
        <li>
          <SoftLink
            className={menu.item}
            href={views.plainHref}
            aria-current={open === null ? 'true' : undefined}
            onClick={close}
          >
            Without a view
          </SoftLink>
        </li>
        {views.all.map((view) => (
          <li key={view.id}>
            <SoftLink
              className={menu.item}
              href={view.href}
              aria-current={view.id === open?.id ? 'true' : undefined}
              onClick={() => {
                close();
                // What was changed about the columns since goes; its other changes go with the address.
                if (view.id === open?.id) showColumns(table, parseColumnPreferences(view.columns));
              }}
            >
              <span className={styles.viewName}>{view.name}</span>
              <span className={styles.remark}>{remarkOn(view)}</span>
            </SoftLink>
          </li>
        ))}
      </ul>
      <hr className={menu.divider} />
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {open !== null && isChanged && open.canChange ? (
        <Item
          isDisabled={isBusy}
          onPick={() => {
            const { id, version } = open;
            void act(changeListView({ ...place, id, version, content: contentNow(views.updatedRange) }), refresh);
          }}
        >
          Update “{open.name}”
        </Item>
      ) : null}
      <Item onPick={() => goTo('save')}>Save as a new view…</Item>
      {open === null ? null : (
        <>
          {open.canChange ? <Item onPick={() => goTo('rename')}>Rename or share…</Item> : null}
          <Item
            isOn={open.isOwnDefault}
            isDisabled={isBusy}
            onPick={() => {
              const isDefault = !open.isOwnDefault;
              void act(setListDefault({ ...place, id: open.id, whose: 'own', isDefault }), refresh);
            }}
          >
            My default for this tab
          </Item>
          {props.canSetForAll && open.isShared ? (
            <Item
              isOn={open.isTenantDefault}
              isDisabled={isBusy}
              onPick={() => {
                const isDefault = !open.isTenantDefault;
                void act(setListDefault({ ...place, id: open.id, whose: 'tenant', isDefault }), refresh);
              }}
            >
              Everybody’s default for this tab
            </Item>
          ) : null}
          {open.canChange ? <Item onPick={() => goTo('delete')}>Delete…</Item> : null}
        </>
      )}
    </div>
  );
}

type ItemProps = { onPick: () => void; isOn?: boolean; isDisabled?: boolean; children: ReactNode };

function Item({ onPick, isOn, isDisabled = false, children }: ItemProps) {
  return (
    <button type="button" className={menu.item} aria-pressed={isOn} disabled={isDisabled} onClick={onPick}>
      <span className={styles.viewName}>{children}</span>
      {isOn === true ? <Icon name="complete" /> : null}
    </button>
  );
}

function remarkOn(view: OfferedView): string {
  return [
    view.isOwn ? null : `by ${view.ownerName}`,
    view.isOwn && view.isShared ? 'shared' : null,
    view.isOwnDefault ? 'my default' : null,
    view.isTenantDefault && !view.isOwnDefault ? 'everybody’s default' : null,
  ]
    .filter((remark) => remark !== null)
    .join(' · ');
}
