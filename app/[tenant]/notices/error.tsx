'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The notices could not be read: never shown as if there were none. */
export default function NoticesError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The notices could not be read" digest={error.digest} onRetry={retry} />;
}
