'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The problems could not be read: never shown as none. */
export default function ProblemsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The problems could not be read" digest={error.digest} onRetry={retry} />;
}
