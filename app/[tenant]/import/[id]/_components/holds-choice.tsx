'use client';

import { useId } from 'react';
import { Field } from '#components/ui/field.tsx';
import { KIND_LABEL, KINDS, type Kind } from '#lib/records/kinds.ts';
import { type Draft, HOLDINGS, type Holding, holdingOf, withHolding } from '../choices.ts';
import styles from './choose-panel.module.css';

const HOLDING_LABEL: Record<Holding, string> = {
  invoice: KIND_LABEL.invoice.many,
  invoice_payment: KIND_LABEL.invoice_payment.many,
  bill: KIND_LABEL.bill.many,
  bill_payment: KIND_LABEL.bill_payment.many,
  several: 'Several kinds',
  attempts: 'Outcomes of syncing',
};

type HoldsChoiceProps = {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  sources: readonly { slug: string; name: string }[];
  /** The file itself says what each row is. */
  isSaidByFile: boolean;
  /** What is wrong with the source. */
  problem: string | undefined;
};

/** Whose documents the file holds, and what they are. */
export function HoldsChoice({ draft, onDraft, sources, isSaidByFile, problem }: HoldsChoiceProps) {
  const id = useId();
  const holding = holdingOf(draft);
  return (
    <>
      {isSaidByFile ? null : (
        <fieldset className={styles.holds}>
          <legend>The file holds</legend>
          {HOLDINGS.map((one) => (
            <label key={one} className={styles.holding}>
              <input
                type="radio"
                name={`${id}-holds`}
                checked={one === holding}
                onChange={() => onDraft(withHolding(draft, one))}
              />
              {HOLDING_LABEL[one]}
            </label>
          ))}
        </fieldset>
      )}
      <div className={styles.fields}>
        <Field
          label="Source"
          hint="The system that these documents come from. An ID means the same document only within one source."
          problem={problem}
        >
          {(control) => (
            <select
              {...control}
              value={draft.source}
              onChange={(event) => onDraft({ ...draft, source: event.currentTarget.value })}
            >
              {draft.source === '' ? <option value="">Choose…</option> : null}
              {sources.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {!isSaidByFile && holding === 'attempts' ? (
          <Field label="Outcomes of" problem={undefined}>
            {(control) => (
              <select
                {...control}
                value={draft.kind ?? ''}
                onChange={(event) => onDraft({ ...draft, kind: kindIn(event.currentTarget.value) })}
              >
                <option value="">Several kinds: a column says which</option>
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {KIND_LABEL[kind].many}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : null}
      </div>
    </>
  );
}

function kindIn(value: string): Kind | null {
  return KINDS.find((kind) => kind === value) ?? null;
}
