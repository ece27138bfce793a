import type { ReactNode } from 'react';
import { Section } from '#components/record/section.tsx';
import type { Formats } from '#components/sync/formats.ts';
import type { LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import type { ProblemPage } from '#lib/problems/problem-contract.ts';
import styles from '../problem.module.css';
import { MovedTo } from './moved-to.tsx';
import { NoteForm } from './note-form.tsx';
import { ProblemActivity } from './problem-activity.tsx';
import { type Care, ProblemCare } from './problem-care.tsx';
import { ProblemFigures } from './problem-figures.tsx';
import { ProblemHead } from './problem-head.tsx';
import { ProblemMessages } from './problem-messages.tsx';
import { ProblemProof } from './problem-proof.tsx';
import { ProblemRecords } from './problem-records.tsx';
import { ProblemRemedy } from './problem-remedy.tsx';
import { WorkedBefore } from './worked-before.tsx';

type ProblemViewProps = {
  tenant: string;
  problem: ProblemPage;
  environment: LedgerEnvironment | null;
  /** Null for whoever may only read. */
  care: Care | null;
  formats: Formats;
  now: Date;
  /** What is done once it is fixed in the ledger: looking whether its records would pass now, and putting them back. */
  check?: ReactNode;
};

/** One problem whole. It takes one column or two, as its own width allows. */
export function ProblemView({ tenant, problem, environment, care, formats, now, check = null }: ProblemViewProps) {
  const isSolved = problem.state === 'solved';
  return (
    <article className={styles.problem}>
      <ProblemHead tenant={tenant} problem={problem} />
      <ProblemFigures tenant={tenant} problem={problem} formats={formats} now={now} />
      <div className={styles.columns}>
        <div className={styles.main}>
          {problem.solution === null || !isSolved ? null : (
            <Section level={2} title="Solved">
              <ProblemProof tenant={tenant} solution={problem.solution} formats={formats} />
              <MovedTo
                tenant={tenant}
                event={problem.events.find(({ action }) => action === 'problem.solved')}
                locale={formats.locale}
              />
            </Section>
          )}
          <ProblemRemedy tenant={tenant} problem={problem} environment={environment} />
          {check}
          {problem.workedBefore.length === 0 ? null : (
            <Section level={2} title="What worked here before">
              <WorkedBefore tenant={tenant} solutions={problem.workedBefore} problem={problem} formats={formats} />
            </Section>
          )}
          <Section level={2} title="What the ledger said">
            <ProblemMessages problem={problem} locale={formats.locale} />
          </Section>
          {problem.records === null ? null : (
            <Section level={2} title="Records">
              <ProblemRecords tenant={tenant} problem={problem} records={problem.records.records} formats={formats} />
            </Section>
          )}
        </div>
        <div className={styles.side}>
          <ProblemCare key={problem.id} tenant={tenant} problem={problem} care={care} formats={formats} />
          <Section level={2} title="Activity and notes">
            {care === null ? null : <NoteForm tenant={tenant} problemId={problem.id} noteMax={care.noteMax} />}
            <ProblemActivity tenant={tenant} problem={problem} formats={formats} />
          </Section>
        </div>
      </div>
    </article>
  );
}
