'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The list could not be read: never shown as an empty list. */
export default function HistoryError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The list could not be read" digest={error.digest} onRetry={retry} />;
}
