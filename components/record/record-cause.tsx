import type { ReactNode } from 'react';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { CATALOGUE, catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import { ACTOR_LABEL, CAUSE_LABEL, RETRY_LABEL } from '#lib/causes/cause-words.ts';
import { causeFacts } from '#lib/causes/causes.ts';
import type { RecordProblem } from '#lib/problems/get-record-problem.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import styles from './record-cause.module.css';

type RecordCauseProps = {
  record: RecordDetail;
  /** What can be done about it from here, below the steps. */
  remedy?: ReactNode;
  /** The problem that it is part of, with where that is shown. */
  problem?: (RecordProblem & { href: string }) | null;
  form?: ReactNode;
};

/** Why it failed in plain words, who acts, and what to do. The ledger's own words stand above it. Nothing without a cause. */
export function RecordCause({ record, problem = null, remedy = null, form = null }: RecordCauseProps) {
  const { cause } = record;
  if (cause === null) return null;
  const { meaning, steps } = CATALOGUE[cause];
  const { who, retry } = causeFacts(cause);
  const ledger = record.connection?.ledger;
  return (
    <section className={styles.cause} aria-label="Cause">
      <p className={styles.head}>
        <a className={styles.name} href={catalogueHref(cause)}>
          {CAUSE_LABEL[cause]}
        </a>
        <span>{ACTOR_LABEL[who]}</span>
        <span>{RETRY_LABEL[retry]}</span>
      </p>
      <p>{meaning}</p>
      {problem === null ? null : (
        <p className={styles.problem}>
          Part of a problem: <SoftLink href={problem.href}>{problem.title}</SoftLink>
          {problem.records < 2 ? null : `, ${problem.records} records`}
        </p>
      )}
      <ol className={styles.steps}>
        {steps.map((step) => {
          if (typeof step === 'string') return <li key={step}>{step}</li>;
          if (ledger === 'qbo' || ledger === 'xero') return <li key={step.qbo}>{step[ledger]}</li>;
          return (
            <li key={step.qbo}>
              QuickBooks Online: {step.qbo} Xero: {step.xero}
            </li>
          );
        })}
      </ol>
      {remedy === null ? null : <div className={styles.form}>{remedy}</div>}
      {form === null ? null : <div className={styles.form}>{form}</div>}
    </section>
  );
}
