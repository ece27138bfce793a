'use client';

import { ErrorScreen } from '#components/ui/error-screen.tsx';

/** The settings could not be read, or a change of them failed. */
export default function SettingsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen title="The settings could not be read" digest={error.digest} onRetry={retry} />;
}
