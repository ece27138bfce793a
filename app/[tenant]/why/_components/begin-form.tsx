'use client';

import { useFormStatus } from 'react-dom';
import { Button } from '#components/ui/button.tsx';
import { begin } from '../actions.ts';

type BeginFormProps = { tenant: string; connectionId: string | null; recordId: string | null; label: string };

/** Begins a guided run. It works before scripts run, too. */
export function BeginForm({ tenant, connectionId, recordId, label }: BeginFormProps) {
  return (
    <form action={begin}>
      <input type="hidden" name="tenant" value={tenant} />
      <input type="hidden" name="connection" value={connectionId ?? ''} />
      <input type="hidden" name="record" value={recordId ?? ''} />
      <BeginButton label={label} />
    </form>
  );
}

function BeginButton({ label }: { label: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" kind="primary" aria-disabled={pending}>
      {pending ? 'Beginning…' : label}
    </Button>
  );
}
