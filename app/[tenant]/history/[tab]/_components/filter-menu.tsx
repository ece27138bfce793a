'use client';

import { Suspense, useState } from 'react';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { useNavigation } from '#components/ui/soft-link.tsx';
import type { Flag } from '#lib/records/list-contract.ts';
import type { Facets } from '#lib/records/list-facets.ts';
import { FLAG_LABEL } from '../filters.ts';
import { hrefWith, type ListAddress, type ListState } from '../list-address.ts';
import { FilterEditor, type FilterName } from './filter-editor.tsx';
import styles from './toolbar.module.css';

const EDITED: { name: FilterName; label: string }[] = [
  { name: 'payer', label: 'Payer' },
  { name: 'org', label: 'Billing organisation' },
  { name: 'document', label: 'Document date' },
  { name: 'age', label: 'Age' },
  { name: 'forecast', label: 'Forecast' },
  { name: 'currency', label: 'Currency' },
  { name: 'source', label: 'Source' },
  { name: 'sourceStatus', label: 'Source status' },
];

type FilterMenuProps = { address: ListAddress; facets: Promise<Facets>; flags: readonly Flag[] };

/** Adds a filter: first which, then what for. */
export function FilterMenu({ address, facets, flags }: FilterMenuProps) {
  return (
    <Dropdown
      kind="quiet"
      className={styles.addFilter}
      position="bottom-start"
      label="Add a filter"
      sheetClassName={menu.bottomSheet}
      button={
        <>
          <span aria-hidden="true">+</span> Filter
        </>
      }
    >
      {(close) => <Filters address={address} facets={facets} flags={flags} close={close} />}
    </Dropdown>
  );
}

function Filters({ address, facets, flags, close }: FilterMenuProps & { close: () => void }) {
  const { navigate } = useNavigation();
  const [edited, setEdited] = useState<FilterName | null>(null);
  const { state } = address;

  function apply(change: Partial<ListState>) {
    close();
    navigate(hrefWith(address, change));
  }

  if (edited !== null) {
    return (
      <Suspense fallback={<p className={styles.editor}>One moment…</p>}>
        <FilterEditor
          name={edited}
          label={EDITED.find(({ name }) => name === edited)?.label ?? ''}
          state={state}
          facets={facets}
          onApply={apply}
          onBack={() => setEdited(null)}
        />
      </Suspense>
    );
  }
  return (
    <div className={styles.filterNames}>
      {EDITED.map(({ name, label }) => (
        <button key={name} type="button" className={menu.item} onClick={() => setEdited(name)}>
          <span className={styles.grow}>{label}</span>
          <Icon name="open" />
        </button>
      ))}
      <hr className={menu.divider} />
      {flags.map((flag) => {
        const isOn = state.flags.includes(flag);
        const next = isOn ? state.flags.filter((other) => other !== flag) : [...state.flags, flag];
        return <Toggle key={flag} label={FLAG_LABEL[flag]} isOn={isOn} onPick={() => apply({ flags: next })} />;
      })}
      <Toggle label="Excluded" isOn={state.isExcluded} onPick={() => apply({ isExcluded: !state.isExcluded })} />
    </div>
  );
}

function Toggle({ label, isOn, onPick }: { label: string; isOn: boolean; onPick: () => void }) {
  return (
    <button type="button" className={menu.item} aria-pressed={isOn} onClick={onPick}>
      <span className={styles.grow}>{label}</span>
      {isOn ? <Icon name="complete" /> : null}
    </button>
  );
}
