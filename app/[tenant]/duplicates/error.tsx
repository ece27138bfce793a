'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The duplicates could not be read: never shown as if there were none. */
export default function DuplicatesError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The duplicates could not be read" digest={error.digest} onRetry={retry} />;
}
