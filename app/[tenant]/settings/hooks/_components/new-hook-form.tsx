import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { slugOf } from '../../_components/slug-of.ts';
import styles from '../../settings.module.css';
import { makeHook } from '../actions.ts';
import type { PresetChoice } from '../preset-choices.ts';

type NewHookFormProps = {
  tenant: string;
  sources: { slug: string; name: string }[];
  presets: PresetChoice[];
  onCancel: () => void;
  onDone: (hook: { id: string; name: string; address: string }) => void;
};

const NEW_SOURCE = '';

/** What the hook is called, for which source it reports, and how what it receives is read. */
export function NewHookForm({ tenant, sources, presets, onCancel, onDone }: NewHookFormProps) {
  const [source, setSource] = useState(sources[0]?.slug ?? NEW_SOURCE);
  const [slug, setSlug] = useState('');
  const [preset, setPreset] = useState('');

  async function act(form: FormData) {
    const name = String(form.get('name') ?? '').trim();
    const outcome = await makeHook(tenant, {
      name,
      preset: preset === '' ? null : preset,
      ...(source === NEW_SOURCE
        ? { sourceSlug: slug.trim(), newSourceName: String(form.get('newSourceName') ?? '').trim() }
        : { sourceSlug: source }),
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
          <Field
            label="Source"
            hint="Where the documents are made that it reports."
            problem={source === NEW_SOURCE ? undefined : problems.sourceSlug}
          >
            {(control) => (
              <select {...control} value={source} onChange={(event) => setSource(event.currentTarget.value)}>
                {sources.map((known) => (
                  <option key={known.slug} value={known.slug}>
                    {known.name} ({known.slug})
                  </option>
                ))}
                <option value={NEW_SOURCE}>A new source…</option>
              </select>
            )}
          </Field>
          {source === NEW_SOURCE ? (
            <div className={styles.pair}>
              <Field label="Name of the source" problem={problems.newSourceName}>
                {(control) => (
                  <input
                    {...control}
                    name="newSourceName"
                    autoComplete="off"
                    maxLength={255}
                    onChange={(event) => setSlug(slugOf(event.currentTarget.value))}
                  />
                )}
              </Field>
              <Field label="Slug" problem={problems.sourceSlug}>
                {(control) => (
                  <input
                    {...control}
                    value={slug}
                    autoComplete="off"
                    autoCapitalize="none"
                    spellCheck={false}
                    maxLength={64}
                    onChange={(event) => setSlug(event.currentTarget.value)}
                  />
                )}
              </Field>
            </div>
          ) : null}
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
