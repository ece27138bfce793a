'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The changes could not be read: never shown as none. */
export default function BulkError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The bulk changes could not be read" digest={error.digest} onRetry={retry} />;
}
