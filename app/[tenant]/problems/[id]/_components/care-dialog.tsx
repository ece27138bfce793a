'use client';

import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { addDays } from '#lib/core/dates.ts';
import { assign, mute, setDue, solve } from '../../actions.ts';
import styles from '../problem.module.css';
import type { Care, CaredProblem } from './problem-care.tsx';

/** What is being decided about a problem. */
export type CareAct = 'assign' | 'due' | 'mute' | 'solve';

type CareDialogProps = {
  tenant: string;
  act: CareAct;
  problem: CaredProblem;
  care: Care;
  onClose: () => void;
  /** Given what was done, in words. */
  onDone: (said: string) => void;
};

const TITLES: Record<CareAct, string> = {
  assign: 'Who looks after it',
  due: 'Until when it is to be solved',
  mute: 'Mute this problem',
  solve: 'Mark as solved by hand',
};

/** One decision about a problem, asked for over its page. */
export default function CareDialog({ act, ...props }: CareDialogProps) {
  const Form = FORMS[act];
  return (
    <Sheet label={TITLES[act]} side="center" isForm isOpen onClose={props.onClose}>
      <div className={styles.dialog}>
        <h2>{TITLES[act]}</h2>
        <Form {...props} />
      </div>
    </Sheet>
  );
}

type FormProps = Omit<CareDialogProps, 'act'>;
const textOf = (form: FormData, name: string) => String(form.get(name) ?? '');

function AssignForm({ tenant, problem, care: { people, ownId }, onClose, onDone }: FormProps) {
  const { id, version, assignedTo } = problem;
  const ordered = [...people].sort((a, b) => Number(b.id === ownId) - Number(a.id === ownId));
  const isGone = assignedTo !== null && !people.some((person) => person.id === assignedTo.id);
  return (
    <ActForm
      submit="Assign"
      pending="Assigning…"
      act={(form) => assign(tenant, { id, version }, textOf(form, 'personId'))}
      onCancel={onClose}
      onDone={() => onDone('It is assigned.')}
    >
      {(problems) => (
        <Field
          label="Person"
          hint={isGone ? `${assignedTo.name} can’t look after it any more.` : undefined}
          problem={problems.personId}
        >
          {(control) => (
            <select {...control} name="personId" defaultValue={isGone ? '' : (assignedTo?.id ?? ownId ?? '')}>
              <option value="">Nobody</option>
              {ordered.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                  {person.id === ownId ? ' (you)' : ''}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </ActForm>
  );
}

function DueForm({ tenant, problem: { id, version, dueOn }, onClose, onDone }: FormProps) {
  return (
    <ActForm
      submit="Save"
      pending="Saving…"
      act={(form) => setDue(tenant, { id, version }, textOf(form, 'dueOn'))}
      onCancel={onClose}
      onDone={() => onDone('The day is saved.')}
    >
      {(problems) => (
        <Field label="Day" hint="Leave it empty for no day." problem={problems.dueOn}>
          {(control) => <input {...control} type="date" name="dueOn" defaultValue={dueOn ?? ''} />}
        </Field>
      )}
    </ActForm>
  );
}

function MuteForm({ tenant, problem: { id, version }, care: { currency, today }, onClose, onDone }: FormProps) {
  return (
    <ActForm
      submit="Mute"
      pending="Muting…"
      act={(form) =>
        mute(
          tenant,
          { id, version },
          { until: textOf(form, 'until'), amount: textOf(form, 'amount'), currency: textOf(form, 'currency') },
        )
      }
      onCancel={onClose}
      onDone={() => onDone('It is muted.')}
    >
      {(problems) => (
        <>
          <p>It leaves the list, and comes back by itself on the day, or once more than the amount is blocked.</p>
          <Field label="Until" hint="The day on which it is in the list again." problem={problems.until}>
            {(control) => <input {...control} type="date" name="until" min={addDays(today, 1)} />}
          </Field>
          <div className={styles.pair}>
            <Field
              label="Amount"
              hint="Or once more than this is blocked. Leave it empty to go by the day alone."
              problem={problems['above.amount'] ?? problems.above}
            >
              {(control) => <input {...control} type="text" inputMode="decimal" name="amount" autoComplete="off" />}
            </Field>
            <Field label="Currency" problem={problems['above.currency']}>
              {(control) => <input {...control} type="text" name="currency" maxLength={3} defaultValue={currency} />}
            </Field>
          </div>
        </>
      )}
    </ActForm>
  );
}

function SolveForm({ tenant, problem: { id, version }, care: { noteMax }, onClose, onDone }: FormProps) {
  return (
    <ActForm
      submit="Mark as solved"
      pending="Saving…"
      act={(form) => solve(tenant, { id, version }, textOf(form, 'note'))}
      onCancel={onClose}
      onDone={() => onDone('It is marked as solved, by hand.')}
    >
      {(problems) => (
        <>
          <p>
            Its records keep their status. It is told as solved by hand, with your name, and opens again when a record
            fails for this reason anew. Without this it solves itself once its records are complete.
          </p>
          <Field label="What solved it" hint="Whoever meets it again reads this." problem={problems.note}>
            {(control) => <textarea {...control} name="note" rows={3} maxLength={noteMax} />}
          </Field>
        </>
      )}
    </ActForm>
  );
}

const FORMS = { assign: AssignForm, due: DueForm, mute: MuteForm, solve: SolveForm };
