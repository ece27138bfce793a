'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

export default function AppErrorScreen({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorScreen title="This page could not be shown" digest={error.digest} onRetry={reset} />;
}
