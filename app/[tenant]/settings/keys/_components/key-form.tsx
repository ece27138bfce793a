import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { CheckList, Field } from '#components/ui/field.tsx';
import { SCOPES, type Scope } from '#lib/access/permissions.ts';
import { SCOPE_WORDS } from '#lib/access/role-words.ts';
import { slugOf } from '../../_components/slug-of.ts';
import styles from '../../settings.module.css';
import { makeKey } from '../actions.ts';

/** A key as it is shown once. */
export type MadeKey = { name: string; key: string; origin: string; scopes: readonly Scope[] };

type KeyFormProps = {
  tenant: string;
  sources: { slug: string; name: string }[];
  onCancel: () => void;
  onDone: (key: MadeKey) => void;
};

const SCOPE_CHOICES = SCOPES.map((scope) => ({ value: scope, ...SCOPE_WORDS[scope] }));
const NEW_SOURCE = '';

/** What the key is called, for which source it acts, and what it may do. */
export function KeyForm({ tenant, sources, onCancel, onDone }: KeyFormProps) {
  const [source, setSource] = useState(sources[0]?.slug ?? NEW_SOURCE);
  const [slug, setSlug] = useState('');

  async function act(form: FormData) {
    const name = String(form.get('name') ?? '').trim();
    const scopes = SCOPES.filter((scope) => form.getAll('scopes').includes(scope));
    const outcome = await makeKey(tenant, {
      name,
      scopes,
      ...(source === NEW_SOURCE
        ? { sourceSlug: slug.trim(), newSourceName: String(form.get('newSourceName') ?? '').trim() }
        : { sourceSlug: source }),
    });
    if (!outcome.isDone) return outcome;
    const { text: key, origin } = outcome.value;
    return { isDone: true as const, value: { name, key, origin, scopes } };
  }

  return (
    <ActForm submit="Make the key" pending="Making the key…" act={act} onCancel={onCancel} onDone={onDone}>
      {(problems) => (
        <>
          <Field label="Name" hint="What uses it, such as Nightly sync." problem={problems.name}>
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
          <CheckList
            label="Scopes"
            name="scopes"
            choices={SCOPE_CHOICES}
            ticked={['records:write', 'attempts:write']}
            problem={problems.scopes}
          />
        </>
      )}
    </ActForm>
  );
}
