'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

export default function AppErrorScreen({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="This page could not be shown" digest={error.digest} onRetry={retry} />;
}
