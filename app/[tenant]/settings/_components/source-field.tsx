import { useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import styles from '../settings.module.css';
import { slugOf } from './slug-of.ts';

const NEW_SOURCE = '';

type SourceFieldProps = {
  sources: { slug: string; name: string }[];
  problems: Partial<Record<string, string>>;
};

/** For which source something reports: one that there is, or a new one with its name and slug. */
export function SourceField({ sources, problems }: SourceFieldProps) {
  const [source, setSource] = useState(sources[0]?.slug ?? NEW_SOURCE);
  const [slug, setSlug] = useState('');

  return (
    <>
      <Field
        label="Source"
        hint="Where the documents are made that it reports."
        problem={source === NEW_SOURCE ? undefined : problems.sourceSlug}
      >
        {(control) => (
          <select {...control} name="source" value={source} onChange={(event) => setSource(event.currentTarget.value)}>
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
                name="newSourceSlug"
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
    </>
  );
}

/** Takes a form with a `SourceField`; gives the source that was chosen, as the verbs take it. */
export function sourceIn(form: FormData): { sourceSlug: string; newSourceName?: string } {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const source = text('source');
  return source === NEW_SOURCE
    ? { sourceSlug: text('newSourceSlug'), newSourceName: text('newSourceName') }
    : { sourceSlug: source };
}
