'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { REASON_MAX } from '#lib/duplicates/duplicate-contract.ts';
import own from '../../_components/duplicates.module.css';
import { dismiss } from '../../actions.ts';

type DecideFormProps = {
  tenant: string;
  pairs: readonly { id: string; keys: [string, string] }[];
  members: readonly { key: string; name: string }[];
};

const EVERY = '';

/** Says that those that look alike are not one; of more than two, all of them or one that is another. */
export function DecideForm({ tenant, pairs, members }: DecideFormProps) {
  const router = useRouter();
  const [other, setOther] = useState(EVERY);
  const chosen = other === EVERY ? pairs : pairs.filter(({ keys }) => keys.includes(other));
  return (
    <div className={own.decide}>
      <ActForm
        submit="Not a duplicate"
        pending="Keeping…"
        act={(form) =>
          dismiss(
            tenant,
            chosen.map(({ id }) => id),
            String(form.get('reason') ?? ''),
          )
        }
        onDone={() => {
          setOther(EVERY);
          router.refresh();
        }}
      >
        {(problems) => (
          <>
            {members.length === 2 ? null : (
              <fieldset className={own.choices}>
                <legend>Which of them</legend>
                {[{ key: EVERY, name: 'Each is another' }, ...members].map(({ key, name }) => (
                  <label key={key}>
                    <input
                      type="radio"
                      name="other"
                      value={key}
                      checked={other === key}
                      onChange={() => setOther(key)}
                    />
                    {key === EVERY ? name : `Only “${name}” is another`}
                  </label>
                ))}
              </fieldset>
            )}
            <Field
              label="Reason"
              hint="Kept in the audit log. It holds until somebody takes it back, also when the ledger is read again."
              problem={problems.reason}
            >
              {(control) => <input {...control} type="text" name="reason" maxLength={REASON_MAX} autoComplete="off" />}
            </Field>
          </>
        )}
      </ActForm>
    </div>
  );
}
