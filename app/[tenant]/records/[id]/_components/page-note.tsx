'use client';

import { useRouter } from 'next/navigation';
import { NoteForm } from './note-form.tsx';

/** The note form of the record's page: what was saved is read with the page. */
export function PageNote({ tenant, recordId }: { tenant: string; recordId: string }) {
  const router = useRouter();
  return <NoteForm tenant={tenant} recordId={recordId} onNoted={() => router.refresh()} />;
}
