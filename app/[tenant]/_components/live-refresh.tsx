'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { useRecordChanges } from '#components/live/use-record-changes.ts';

/**
 * Reads the page's data anew when records of the tenant changed, one reading after another: one that overtook the one before
 * would keep a slow page from showing any while a job reports. Shows nothing.
 */
export function LiveRefresh({ tenant }: { tenant: string }) {
  const router = useRouter();
  const [isBehind, setIsBehind] = useState(false);
  const [isReading, startReading] = useTransition();
  useRecordChanges(`/${tenant}/events`, () => setIsBehind(true));
  useEffect(() => {
    if (!isBehind || isReading) return;
    setIsBehind(false);
    startReading(() => router.refresh());
  }, [isBehind, isReading, router]);
  return null;
}
