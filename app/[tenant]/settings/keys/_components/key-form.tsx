import { ActForm } from '#components/ui/act-form.tsx';
import { CheckList, Field } from '#components/ui/field.tsx';
import { SCOPES, type Scope } from '#lib/access/permissions.ts';
import { SCOPE_WORDS } from '#lib/access/role-words.ts';
import { SourceField, sourceIn } from '../../_components/source-field.tsx';
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

/** What the key is called, for which source it acts, and what it may do. */
export function KeyForm({ tenant, sources, onCancel, onDone }: KeyFormProps) {
  async function act(form: FormData) {
    const name = String(form.get('name') ?? '').trim();
    const scopes = SCOPES.filter((scope) => form.getAll('scopes').includes(scope));
    const outcome = await makeKey(tenant, {
      name,
      scopes,
      ...sourceIn(form),
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
          <SourceField sources={sources} problems={problems} />
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
