'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The run could not be read: never shown as one that found nothing. */
export default function WhyError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The guided run could not be read" digest={error.digest} onRetry={retry} />;
}
