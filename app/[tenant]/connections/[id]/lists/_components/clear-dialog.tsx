'use client';

import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { LIST_WORDS, type ListType } from '#lib/ledger-lists/list-contract.ts';
import styles from '../../lists.module.css';
import { clearAndRead } from '../../lists-actions.ts';

type ClearDialogProps = {
  tenant: string;
  connectionId: string;
  companyName: string;
  type: ListType;
  onClose: () => void;
  onDone: () => void;
};

/** Says what emptying a list means before it is done. */
export default function ClearDialog({ tenant, connectionId, companyName, type, onClose, onDone }: ClearDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const many = LIST_WORDS[type].many.toLowerCase();
  const title = `Clear the ${many} of ${companyName} and read them again`;
  return (
    <Sheet label={title} side="center" isForm isOpen onClose={onClose}>
      <div className={styles.dialog}>
        <h2 className={styles.subtitle}>{title}</h2>
        <p>For when what is shown here no longer agrees with the ledger. Nothing in the ledger changes.</p>
        <ul className={styles.points}>
          <li>Everything that Tieout has read of this list is dropped, and the list is read from its beginning.</li>
          <li>Until that is done, names and charts are not compared, and their checks say “not checked”.</li>
          <li>What changed in the list between the last reading and this one will not be known.</li>
          <li>It takes one call to the ledger for every 500 entries, of the calls that it allows.</li>
        </ul>
        {problem === null ? null : (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={styles.dialogActs}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            aria-disabled={isPending}
            onClick={() => {
              if (isPending) return;
              startTransition(async () => {
                const outcome = await clearAndRead({ tenant, connectionId, type });
                if (outcome.isDone) onDone();
                else setProblem(outcome.message);
              });
            }}
          >
            {isPending ? 'Clearing…' : 'Clear and read again'}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
