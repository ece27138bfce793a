'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The record could not be read: never shown as one that is not there. */
export default function RecordError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorScreen title="The record could not be read" digest={error.digest} onRetry={reset} />;
}
