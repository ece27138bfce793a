import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { CheckList } from '#components/ui/field.tsx';
import { ROLES } from '#lib/access/permissions.ts';
import { setRoles } from '../actions.ts';
import type { PersonLine } from './people-tables.tsx';
import { consequencesOf, ROLE_CHOICES } from './role-choices.ts';

type RolesFormProps = { tenant: string; person: PersonLine; onCancel: () => void; onDone: () => void };

/** What a member is to be, and what that changes. */
export function RolesForm({ tenant, person, onCancel, onDone }: RolesFormProps) {
  const [ticked, setTicked] = useState<readonly string[]>(person.roles);
  return (
    <ActForm
      submit="Save the roles"
      pending="Saving…"
      act={(form) =>
        setRoles(tenant, {
          personId: person.id,
          roles: ROLES.filter((role) => form.getAll('roles').includes(role)),
        })
      }
      onCancel={onCancel}
      onDone={onDone}
    >
      {(problems) => (
        <>
          <CheckList
            label="Roles"
            name="roles"
            choices={ROLE_CHOICES}
            ticked={person.roles}
            problem={problems.roles}
            onChange={setTicked}
          />
          <div aria-live="polite">
            {consequencesOf(person.name, person.roles, ticked).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </>
      )}
    </ActForm>
  );
}
