'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useBulkWork } from '../../../_components/bulk/bulk-work.tsx';

/** Opens the preview of putting back exactly what an outage made fail. */
export function PutBackButton({ outageId, label }: { outageId: string; label: string }) {
  const { ask, fetchAhead } = useBulkWork();
  const router = useRouter();
  return (
    <Button
      aria-haspopup="dialog"
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      onClick={() =>
        ask({
          act: { act: 'status', target: 'pending' },
          selection: { by: 'outage', outage: outageId },
          subject: null,
          onStarted: () => startTransition(() => router.refresh()),
        })
      }
    >
      {label}
    </Button>
  );
}
