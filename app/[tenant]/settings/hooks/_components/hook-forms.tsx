import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import type { Hook } from '#lib/hooks/hook-contract.ts';
import { changeAddress, rename, revoke } from '../actions.ts';
import own from './hooks.module.css';

type HookFormProps = { tenant: string; hook: Hook; onCancel: () => void; onDone: (said: string) => void };

/** Gives a hook another name. */
export function RenameForm({ tenant, hook, onCancel, onDone }: HookFormProps) {
  return (
    <ActForm
      submit="Rename"
      pending="Renaming…"
      act={async (form) => {
        const name = String(form.get('name') ?? '').trim();
        const outcome = await rename(tenant, hook.id, name);
        return outcome.isDone ? { isDone: true as const, value: name } : outcome;
      }}
      onCancel={onCancel}
      onDone={(name) => onDone(`The hook is called ${name} now.`)}
    >
      {(problems) => (
        <Field label="Name" problem={problems.name}>
          {(control) => <input {...control} name="name" defaultValue={hook.name} autoComplete="off" maxLength={255} />}
        </Field>
      )}
    </ActForm>
  );
}

/** Gives a hook another address; `onDone` gets it. */
export function AddressForm({ tenant, hook, onCancel, onDone }: HookFormProps) {
  const [keepsFormer, setKeepsFormer] = useState(true);
  return (
    <ActForm
      submit="Make a new address"
      pending="Making it…"
      act={() => changeAddress(tenant, hook.id, keepsFormer)}
      onCancel={onCancel}
      onDone={({ address }) => onDone(address)}
    >
      {() => (
        <fieldset className={own.choices}>
          <legend>The former address, which ends in …{hook.secretHint}</legend>
          <label>
            <input type="radio" name="former" checked={keepsFormer} onChange={() => setKeepsFormer(true)} />
            stays good for 24 hours, so that nothing is lost until every sender has the new one
          </label>
          <label>
            <input type="radio" name="former" checked={!keepsFormer} onChange={() => setKeepsFormer(false)} />
            is refused from now on, since somebody knows it who should not
          </label>
        </fieldset>
      )}
    </ActForm>
  );
}

/** Revokes a hook for good. */
export function RevokeForm({ tenant, hook, onCancel, onDone }: HookFormProps) {
  return (
    <ActForm
      submit="Revoke the hook"
      pending="Revoking…"
      act={() => revoke(tenant, hook.id)}
      onCancel={onCancel}
      onDone={() => onDone(`The hook ${hook.name} is revoked.`)}
    >
      {() => (
        <>
          <p>
            From now on whatever posts to it is refused, at its former address too. What it received stays, and what
            waits can still be decided about.
          </p>
          <p>This can’t be undone.</p>
        </>
      )}
    </ActForm>
  );
}
