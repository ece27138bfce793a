import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { SourceField, sourceIn } from '../../_components/source-field.tsx';
import { makeHook } from '../actions.ts';
import type { PresetChoice } from '../preset-choices.ts';

type NewHookFormProps = {
  tenant: string;
  sources: { slug: string; name: string }[];
  presets: PresetChoice[];
  onCancel: () => void;
  onDone: (hook: { id: string; name: string; address: string }) => void;
};

/** What the hook is called, for which source it reports, and how what it receives is read. */
export function NewHookForm({ tenant, sources, presets, onCancel, onDone }: NewHookFormProps) {
  const [preset, setPreset] = useState('');

  async function act(form: FormData) {
    const name = String(form.get('name') ?? '').trim();
    const outcome = await makeHook(tenant, {
      name,
      preset: preset === '' ? null : preset,
      ...sourceIn(form),
    });
    return outcome.isDone ? { isDone: true as const, value: { name, ...outcome.value } } : outcome;
  }

  return (
    <ActForm submit="Make the hook" pending="Making the hook…" act={act} onCancel={onCancel} onDone={onDone}>
      {(problems) => (
        <>
          <Field label="Name" hint="What posts to it, such as Zap for invoices." problem={problems.name}>
            {(control) => <input {...control} name="name" autoComplete="off" maxLength={255} />}
          </Field>
          <SourceField sources={sources} problems={problems} />
          <Field label="Read as" hint={presets.find(({ value }) => value === preset)?.does} problem={problems.preset}>
            {(control) => (
              <select {...control} value={preset} onChange={(event) => setPreset(event.currentTarget.value)}>
                {presets.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
    </ActForm>
  );
}
