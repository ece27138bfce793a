'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The connection could not be read: never shown as one that is not there. */
export default function ConnectionError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The connection could not be read" digest={error.digest} onRetry={retry} />;
}
