'use client';

import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import { useBulkWork } from '../../../_components/bulk/bulk-work.tsx';
import styles from '../../bulk-page.module.css';

type OperationUndoProps = {
  tenant: string;
  operation: Pick<BulkOperation, 'id' | 'undoableUntil' | 'undoneBy'>;
  formats: Formats;
  canUndo: boolean;
};

/** Until when a change can be undone; or that it was. */
export function OperationUndo({ tenant, operation, formats, canUndo }: OperationUndoProps) {
  const { ask, fetchAhead } = useBulkWork();
  const { id, undoableUntil, undoneBy } = operation;
  if (undoableUntil === null && undoneBy === null) return null;
  return (
    <section className={styles.undo} aria-label="Undo">
      {undoableUntil === null ? (
        <p>
          This was undone: <SoftLink href={`/${tenant}/bulk/${undoneBy}`}>see what was restored</SoftLink>.
        </p>
      ) : (
        <>
          <p>
            Can be undone until <DateTime instant={undoableUntil} formats={formats} />.
          </p>
          {canUndo ? (
            <Button
              onPointerEnter={fetchAhead}
              onFocus={fetchAhead}
              onClick={() => ask({ undoes: id })}
              aria-haspopup="dialog"
            >
              Undo…
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}
