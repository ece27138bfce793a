'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The imports could not be read: never shown as none. */
export default function ImportsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The imports could not be read" digest={error.digest} onRetry={retry} />;
}
