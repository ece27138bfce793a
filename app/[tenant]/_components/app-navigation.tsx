'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo, useState, useTransition } from 'react';
import { type Navigation, NavigationProvider, PendingProvider } from '#components/ui/soft-link.tsx';
import styles from './app-navigation.module.css';
import { changesOnlyOpenRecord, goToOpenRecord } from './open-record-address.ts';

/** Gives links and controls the router, and shows that the next page is on its way. */
export function AppNavigation({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [pendingHref, setPendingHref] = useState<string | null>(null);

  const navigation = useMemo<Navigation>(
    () => ({
      navigate(href, how = {}) {
        if (changesOnlyOpenRecord(href)) return goToOpenRecord(href);
        setPendingHref(href);
        startTransition(() => {
          if (how.replace === true) router.replace(href, { scroll: false });
          else router.push(href, { scroll: false });
        });
      },
    }),
    [router],
  );

  return (
    <NavigationProvider value={navigation}>
      <div className={styles.progress} data-is-pending={isPending} aria-hidden="true" />
      <PendingProvider value={isPending ? pendingHref : null}>{children}</PendingProvider>
    </NavigationProvider>
  );
}
