import { ActForm } from '#components/ui/act-form.tsx';
import { CheckList, Field } from '#components/ui/field.tsx';
import { ROLES } from '#lib/access/permissions.ts';
import { invite } from '../actions.ts';
import { ROLE_CHOICES } from './role-choices.ts';

type InviteFormProps = { tenant: string; onCancel: () => void; onDone: (url: string) => void };

/** For whom, and as what; gives the link. */
export function InviteForm({ tenant, onCancel, onDone }: InviteFormProps) {
  return (
    <ActForm
      submit="Make the link"
      pending="Making the link…"
      act={(form) =>
        invite(tenant, {
          email: String(form.get('email') ?? ''),
          roles: ROLES.filter((role) => form.getAll('roles').includes(role)),
        })
      }
      onCancel={onCancel}
      onDone={onDone}
    >
      {(problems) => (
        <>
          <Field
            label="E-mail address"
            hint="Only this address can use the link. Left empty, whoever has the link can."
            problem={problems.email}
          >
            {(control) => (
              <input {...control} name="email" type="email" autoComplete="off" spellCheck={false} maxLength={255} />
            )}
          </Field>
          <CheckList
            label="Roles"
            name="roles"
            choices={ROLE_CHOICES}
            ticked={['accounting_sync']}
            problem={problems.roles}
          />
        </>
      )}
    </ActForm>
  );
}
