'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import { ActButton } from '../../_components/act-button.tsx';
import styles from '../../lists.module.css';
import { readAgain } from '../../lists-actions.ts';

const ClearDialog = lazy(() => import('./clear-dialog.tsx'));

type ReadingActsProps = {
  tenant: string;
  connectionId: string;
  companyName: string;
  type: ListType;
  canManage: boolean;
};

/** Has a list read again, by what changed or from nothing. */
export function ReadingActs({ tenant, connectionId, companyName, type, canManage }: ReadingActsProps) {
  const router = useRouter();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <div className={styles.acts}>
      <Suspense>
        {isAsked ? (
          <ClearDialog
            tenant={tenant}
            connectionId={connectionId}
            companyName={companyName}
            type={type}
            onClose={() => setIsAsked(false)}
            onDone={() => {
              setIsAsked(false);
              router.refresh();
            }}
          />
        ) : null}
      </Suspense>
      <ActButton
        label="Read again"
        pending="Asking…"
        done="It is read as soon as a worker is free."
        act={() => readAgain({ tenant, connectionId, type })}
      />
      {canManage ? <Button onClick={() => setIsAsked(true)}>Clear and read again…</Button> : null}
    </div>
  );
}
