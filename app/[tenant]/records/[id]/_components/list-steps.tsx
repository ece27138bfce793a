'use client';

import { useShortcuts } from '#components/shell/shortcuts/use-shortcuts.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink, useNavigation } from '#components/ui/soft-link.tsx';
import styles from './list-steps.module.css';

type ListStepsProps = { previousHref: string | null; nextHref: string | null };

/** The ways to the neighbours in the list that the record was opened from. */
export function ListSteps({ previousHref, nextHref }: ListStepsProps) {
  const { navigate } = useNavigation();
  useShortcuts([
    {
      keys: ['j'],
      what: 'Next record',
      group: 'Record',
      run: () => {
        if (nextHref !== null) navigate(nextHref);
      },
    },
    {
      keys: ['k'],
      what: 'Previous record',
      group: 'Record',
      run: () => {
        if (previousHref !== null) navigate(previousHref);
      },
    },
  ]);
  return (
    <span className={styles.steps}>
      <Step href={previousHref} label="Previous record" hint="k" isUp />
      <Step href={nextHref} label="Next record" hint="j" />
    </span>
  );
}

type StepProps = { href: string | null; label: string; hint: string; isUp?: boolean };

function Step({ href, label, hint, isUp = false }: StepProps) {
  if (href === null) {
    return (
      <button type="button" disabled className={buttonClass} data-kind="quiet" data-is-square="true" aria-label={label}>
        <span className={isUp ? styles.up : styles.down}>
          <Icon name="chevron" />
        </span>
      </button>
    );
  }
  return (
    <SoftLink
      className={buttonClass}
      data-kind="quiet"
      data-is-square="true"
      href={href}
      aria-label={label}
      title={`${label} (${hint})`}
    >
      <span className={isUp ? styles.up : styles.down}>
        <Icon name="chevron" />
      </span>
    </SoftLink>
  );
}
