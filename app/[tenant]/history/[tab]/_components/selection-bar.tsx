'use client';

import { Suspense, use, useState } from 'react';
import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { OpenedAct } from '#lib/bulk/bulk-contract.ts';
import { StatusMenu } from '../../../_components/bulk/status-menu.tsx';
import { EMPTY_SELECTION, hasSelection, type MatchingTotals, type Selection, totalsOf } from './selection.ts';
import styles from './selection-bar.module.css';

export type CopiedNumbers = { numbers: string[]; isComplete: boolean };

type SelectionBarProps = {
  selection: Selection;
  /** Everything that matches the filters, when it is known. */
  matching: Promise<MatchingTotals>;
  locale: string;
  onChange: (selection: Selection) => void;
  /** Gives the numbers of all that match, but those of the ids. */
  numbersOfAll: (exceptIds: string[]) => Promise<CopiedNumbers>;
  /** Moves what is ticked to another status; null for a member who may not. */
  onUpdate: ((act: OpenedAct) => void) | null;
  /** Whether the list holds excluded records alone. */
  isExcluded: boolean;
};

/** What is ticked, what it comes to, and what can be done with it. */
export function SelectionBar(props: SelectionBarProps) {
  const { selection } = props;
  if (!hasSelection(selection)) return null;
  return (
    <section className={styles.bar} aria-label="Selection">
      <Suspense fallback={<Bar {...props} known={null} />}>
        <KnownBar {...props} />
      </Suspense>
    </section>
  );
}

function KnownBar(props: SelectionBarProps) {
  return <Bar {...props} known={use(props.matching)} />;
}

function Bar({
  selection,
  known,
  locale,
  onChange,
  numbersOfAll,
  onUpdate,
  isExcluded,
}: SelectionBarProps & { known: MatchingTotals | null }) {
  const [said, setSaid] = useState('');
  const { count, isExact, amounts } = totalsOf(selection, known);
  const canSelectAll = selection.mode === 'some' && known !== null && known.count > count;

  async function copyNumbers() {
    try {
      setSaid('Copying…');
      const { numbers, isComplete } =
        selection.mode === 'some'
          ? { numbers: Object.values(selection.records).map((record) => record.number), isComplete: true }
          : await numbersOfAll(Object.keys(selection.records));
      await navigator.clipboard.writeText(numbers.join('\n'));
      const copied = formatCount(numbers.length, locale);
      setSaid(isComplete ? `Copied ${copied}` : `Copied the first ${copied}; more is not copied at once`);
    } catch {
      setSaid('Copying failed. Try again.');
    }
  }

  return (
    <>
      <p className={styles.sum} aria-live="polite">
        <strong>{known === null && selection.mode === 'all' ? 'All' : formatCount(count, locale, isExact)}</strong>{' '}
        selected
        {amounts.map(({ currency, amount }) => (
          <span key={currency} className={styles.amount}>
            {formatAmount(amount, currency, locale)} {currency}
          </span>
        ))}
      </p>
      {canSelectAll ? (
        <Button kind="quiet" className={styles.act} onClick={() => onChange({ mode: 'all', records: {} })}>
          Select all {formatCount(known.count, locale, known.isExact)} that match
        </Button>
      ) : null}
      {onUpdate === null ? null : (
        <StatusMenu isExcluded={isExcluded} kind="quiet" className={styles.act} position="top-end" onPick={onUpdate} />
      )}
      <Button kind="quiet" className={styles.act} onClick={copyNumbers}>
        <Icon name="copy" />
        <span aria-live="polite">{said === '' ? 'Copy numbers' : said}</span>
      </Button>
      <Button
        kind="quiet"
        isSquare
        className={`${styles.act} ${styles.clear}`}
        aria-label="Clear the selection"
        onClick={() => onChange(EMPTY_SELECTION)}
      >
        <Icon name="close" />
      </Button>
    </>
  );
}
