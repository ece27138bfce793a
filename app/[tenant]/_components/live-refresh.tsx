'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { useRecordChanges } from '#components/live/use-record-changes.ts';

/** Reads the page's data anew when records of the tenant changed. Shows nothing. */
export function LiveRefresh({ tenant }: { tenant: string }) {
  const router = useRouter();
  useRecordChanges(`/${tenant}/events`, () => startTransition(() => router.refresh()));
  return null;
}
