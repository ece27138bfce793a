'use client';

import { type ReactNode, useState, useTransition } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ImportCounts, ImportRun } from '#lib/imports/import-contract.ts';
import { run as runImport } from '../../actions.ts';
import { importableRows, rowsWords, STATE_LABEL, STATE_LOOKS, thingsOf } from '../../import-words.ts';
import { listHref } from '../list-href.ts';
import { ImportCountsTable } from './import-counts.tsx';
import styles from './import-now.module.css';

type ImportResultProps = {
  tenant: string;
  run: ImportRun;
  locale: string;
  canExport: boolean;
  onRun: (run: ImportRun) => void;
  /** Opens the choices again. */
  onChoose: () => void;
  onGiveUp: () => void;
};

/** What the check, or the run, came to; and the next step. */
export function ImportResult({ tenant, run, locale, canExport, onRun, onChoose, onGiveUp }: ImportResultProps) {
  const { id, state, reason, choices, detected } = run;
  const { icon, tone } = STATE_LOOKS[state];
  const holds = choices?.holds ?? detected?.holds ?? 'records';
  const counts = run.counts ?? run.checked;
  const phase = run.counts === null ? 'check' : 'run';
  const rejectedHref = `/${tenant}/import/${id}/rejected?phase=${phase}`;
  return (
    <section className={styles.result} aria-label="Result">
      <h2 className={styles.headline} data-tone={tone}>
        <Icon name={icon} />
        {headlineOf(run, locale)}
      </h2>
      {reason === null ? null : <p className={styles.lead}>{reason}</p>}
      {counts === null ? null : (
        <ImportCountsTable tenant={tenant} counts={counts} phase={phase} holds={holds} locale={locale} />
      )}
      <RunAsk tenant={tenant} run={run} locale={locale} canExport={canExport} onRun={onRun}>
        {state === 'checked' ? <Button onClick={onChoose}>Change the choices</Button> : null}
        {canExport && counts !== null && counts.rejected > 0 ? (
          <a className={buttonClass} data-kind="normal" href={rejectedHref} download>
            Download{' '}
            {counts.rejected === 1 ? 'the rejected row' : `${formatCount(counts.rejected, locale)} rejected rows`}
          </a>
        ) : null}
        {state === 'checked' ? (
          <Button kind="quiet" onClick={onGiveUp}>
            Give this import up
          </Button>
        ) : null}
        {run.counts !== null && importableRows(run.counts) > 0 ? (
          <SoftLink href={listHref(tenant, run)}>
            See {thingsOf('records', choices?.kind ?? null).many} of this source
          </SoftLink>
        ) : null}
        {state === 'checked' ? null : <SoftLink href={`/${tenant}/import`}>Import another file</SoftLink>}
      </RunAsk>
      {canExport && run.counts !== null && run.counts.rejected > 0 ? (
        <p className={styles.lead}>
          The rejected rows keep the columns of your file, with the reason in a last one. Correct them there, then
          import that file: what is here already is not doubled.
        </p>
      ) : null}
    </section>
  );
}

type RunAskProps = {
  tenant: string;
  run: ImportRun;
  locale: string;
  canExport: boolean;
  onRun: (run: ImportRun) => void;
  /** What else can be done. */
  children: ReactNode;
};

/** The button that writes, where there is anything to write; and what becomes of the rows that it does not write. */
function RunAsk({ tenant, run, locale, canExport, onRun, children }: RunAskProps) {
  const [message, setMessage] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const { state, checked } = run;
  const isFirst = state === 'checked' && checked !== null;
  const label = !run.isRunnable
    ? null
    : !isFirst
      ? 'Go on with the import'
      : checked.created + checked.updated === 0
        ? null
        : `Import ${rowsWords(importableRows(checked), locale)}`;

  function begin() {
    if (isPending) return;
    startTransition(async () => {
      const outcome = await runImport({ tenant, id: run.id });
      if (outcome.isDone) onRun(outcome.value);
      else setMessage(outcome.message);
    });
  }

  return (
    <>
      {isFirst ? <p className={styles.lead}>{restWords(checked, locale, canExport)}</p> : null}
      {message === null ? null : <p role="alert">{message}</p>}
      <div className={styles.acts}>
        {label === null ? null : (
          <Button kind="primary" aria-disabled={isPending} onClick={begin}>
            {isPending ? 'Beginning…' : label}
          </Button>
        )}
        {children}
      </div>
    </>
  );
}

function headlineOf({ state, checked, counts, startedAt }: ImportRun, locale: string): string {
  switch (state) {
    case 'checked':
      return checked === null
        ? STATE_LABEL.checked
        : `${rowsWords(checked.rows, locale)} checked. Nothing has been changed yet.`;
    case 'finished':
      return `Imported ${rowsWords(counts === null ? 0 : importableRows(counts), locale)}`;
    case 'stopped':
      return startedAt === null
        ? 'Given up. Nothing was imported.'
        : `Stopped after ${rowsWords(counts?.rows ?? 0, locale)}. What was imported until then stays.`;
    case 'broken':
      return startedAt === null
        ? 'It broke off. Nothing was imported.'
        : 'It broke off. What was imported until then stays.';
    case 'refused':
      return 'This file can’t be imported';
    default:
      return STATE_LABEL[state];
  }
}

function restWords(counts: ImportCounts, locale: string, canExport: boolean): string {
  const { created, updated, rejected } = counts;
  if (counts.rows === rejected) {
    return 'Every row is rejected, so there is nothing to import. Change the choices, or correct the file and upload it again.';
  }
  if (created + updated === 0)
    return 'Everything else in this file is here already: importing it would change nothing.';
  if (rejected === 0) return 'No row is rejected.';
  const left = rejected === 1 ? '1 rejected row is' : `${formatCount(rejected, locale)} rejected rows are`;
  const next = canExport
    ? 'Download them with their reasons, correct them, and import that file afterwards.'
    : 'They are listed below. Correct them in your file and import it again: what is here already is not doubled.';
  return `${left} left out. ${next}`;
}
