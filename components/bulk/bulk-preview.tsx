'use client';

import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { TYPED_COUNT_ABOVE, UNDO_DAYS } from '#lib/bulk/bulk-contract.ts';
import styles from './bulk-dialog.module.css';
import type { BulkConfirmation, BulkProblem, BulkView } from './bulk-view.ts';
import { actWords, countOfKind } from './bulk-words.ts';
import { forecastLines } from './forecast-lines.ts';
import { PartTable } from './part-table.tsx';
import { ProblemNote } from './problem-note.tsx';

const REASON_MAX = 2_000;
const REFERENCE_MAX = 255;

type BulkPreviewProps = {
  view: BulkView;
  isBusy: boolean;
  problem: BulkProblem | null;
  onConfirm: (confirmation: BulkConfirmation) => void;
  onCancel: () => void;
};

/** What was selected and what will happen, before it does; and what a person must say to start it. */
export function BulkPreview({ view, isBusy, problem, onConfirm, onCancel }: BulkPreviewProps) {
  const { operation, forecast, viewer, formats, exportHref } = view;
  const { locale } = formats;
  const total = operation.total ?? 0;
  const changes = forecast === null || forecast.isForAdminsOnly ? 0 : forecast.changes;
  const isReasonRequired = forecast?.isReasonRequired ?? false;
  const mustType = changes > 0 && total > TYPED_COUNT_ABOVE;
  const [reason, setReason] = useState('');
  const [referenceNumber, setReferenceNumber] = useState('');
  const [typed, setTyped] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const typedCount = /^[\d\s.,'’]+$/.test(typed) ? Number(typed.replace(/\D/g, '')) : null;
  const isReasonMissing = isReasonRequired && reason.trim() === '';
  const isTypedWrong = mustType && typedCount !== total;

  // Where a person goes on: the first thing to fill in, or else the button.
  useEffect(() => {
    const next = form.current?.querySelector<HTMLElement>('[required], [type="submit"]');
    next?.focus({ preventScroll: true });
  }, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy || changes === 0) return;
    setIsChecked(true);
    if (isReasonMissing) form.current?.querySelector<HTMLElement>('[name="reason"]')?.focus();
    else if (isTypedWrong) form.current?.querySelector<HTMLElement>('[name="typed"]')?.focus();
    else onConfirm({ reason: reason.trim(), referenceNumber: referenceNumber.trim(), typedCount });
  }

  return (
    <form ref={form} className={styles.body} onSubmit={submit} noValidate>
      <PartTable parts={operation.parts} locale={locale} />
      {forecast === null ? null : (
        <ul className={styles.lines} aria-label="What will happen">
          {forecastLines(operation, forecast, viewer, locale).map(({ tone, text }) => (
            <li key={text} data-tone={tone}>
              {text}
            </li>
          ))}
          {changes === 0 ? <li data-tone="plain">So nothing would change.</li> : null}
        </ul>
      )}
      {changes === 0 ? null : (
        <>
          {operation.act === 'undo' ? null : (
            <Field
              label="Reason"
              isRequired={isReasonRequired}
              hint="Kept with each record and in the audit log."
              error={isChecked && isReasonMissing ? 'Say why, so that others understand it later.' : null}
            >
              {(field) => (
                <textarea
                  {...field}
                  name="reason"
                  rows={2}
                  maxLength={REASON_MAX}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
          )}
          {forecast?.isReferenceAllowed === true ? (
            <Field
              label="Reference number"
              isRequired={false}
              hint="The ledger’s number of it, if there is one."
              error={null}
            >
              {(field) => (
                <input
                  {...field}
                  name="reference"
                  autoComplete="off"
                  maxLength={REFERENCE_MAX}
                  value={referenceNumber}
                  onChange={(event) => setReferenceNumber(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          {mustType && exportHref !== null ? (
            <p className={styles.export}>
              <a className={buttonClass} href={exportHref} data-kind="normal" target="_blank" rel="noreferrer">
                Export exactly these {formatCount(total, locale)} first
              </a>
              <span>A copy to fall back on.</span>
            </p>
          ) : null}
          {mustType ? (
            <Field
              label={`Type ${formatCount(total, locale)} to confirm`}
              isRequired
              hint={null}
              error={
                isChecked && isTypedWrong
                  ? `It is about ${countOfKind(total, operation.kinds, locale)}: type that number.`
                  : null
              }
            >
              {(field) => (
                <input
                  {...field}
                  name="typed"
                  inputMode="numeric"
                  autoComplete="off"
                  className={styles.typed}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          <p className={styles.safety}>
            {operation.act === 'undo'
              ? 'What anybody changed since stays as it is, and is listed.'
              : `What a sync job or a colleague changes until then is skipped and listed. You can undo this for ${UNDO_DAYS} days.`}
          </p>
        </>
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className={styles.acts}>
        <Button onClick={onCancel}>{changes === 0 ? 'Close' : 'Cancel'}</Button>
        {changes === 0 ? null : (
          <Button type="submit" kind="primary" aria-disabled={isBusy}>
            {isBusy ? 'Starting…' : actWords(operation, changes, locale)}
          </Button>
        )}
      </div>
    </form>
  );
}

type FieldControl = { id: string; required: boolean; 'aria-invalid': boolean; 'aria-describedby': string };

type FieldProps = {
  label: string;
  isRequired: boolean;
  hint: string | null;
  error: string | null;
  children: (field: FieldControl) => React.ReactNode;
};

function Field({ label, isRequired, hint, error, children }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {isRequired ? null : <span className={styles.optional}> (optional)</span>}
      </label>
      {children({ id, required: isRequired, 'aria-invalid': error !== null, 'aria-describedby': `${id}-note` })}
      <p id={`${id}-note`} className={error === null ? styles.hint : styles.error}>
        {error ?? hint}
      </p>
    </div>
  );
}
