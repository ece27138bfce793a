'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The log could not be read: never shown as an empty one. */
export default function AuditError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The audit log could not be read" digest={error.digest} onRetry={retry} />;
}
