'use client';

import { Popover } from '@mantine/core';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
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
  { name: 'source', label: 'Source' },
  { name: 'sourceStatus', label: 'Source status' },
];

type FilterMenuProps = { address: ListAddress; facets: Promise<Facets>; flags: readonly Flag[] };

/** Adds a filter: first which, then what for. */
export function FilterMenu({ address, facets, flags }: FilterMenuProps) {
  const { navigate } = useNavigation();
  const [isOpen, setIsOpen] = useState(false);
  const [edited, setEdited] = useState<FilterName | null>(null);
  const { state } = address;

  function apply(change: Partial<ListState>) {
    setIsOpen(false);
    navigate(hrefWith(address, change));
  }
  function toggle() {
    setEdited(null);
    setIsOpen(!isOpen);
  }

  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      offset={4}
      trapFocus
      returnFocus
      classNames={{ dropdown: `${menu.dropdown} ${styles.sheet}` }}
      transitionProps={{ duration: 100 }}
    >
      <Popover.Target>
        <Button kind="quiet" className={styles.addFilter} onClick={toggle}>
          <span aria-hidden="true">+</span> Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a filter">
        {edited === null ? (
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
              return (
                <button
                  key={flag}
                  type="button"
                  className={menu.item}
                  aria-pressed={isOn}
                  onClick={() => apply({ flags: next })}
                >
                  <span className={styles.grow}>{FLAG_LABEL[flag]}</span>
                  {isOn ? <Icon name="complete" /> : null}
                </button>
              );
            })}
            <button
              type="button"
              className={menu.item}
              aria-pressed={state.isExcluded}
              onClick={() => apply({ isExcluded: !state.isExcluded })}
            >
              <span className={styles.grow}>Excluded</span>
              {state.isExcluded ? <Icon name="complete" /> : null}
            </button>
          </div>
        ) : (
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
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
