import { Section } from '#components/record/section.tsx';
import { CATALOGUE } from '#lib/causes/catalogue/catalogue.ts';
import { ACTOR_LABEL, RETRY_LABEL } from '#lib/causes/cause-words.ts';
import { causeFacts } from '#lib/causes/causes.ts';
import { LEDGER_WORDS, type LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';
import { ledgerPlaces } from '#lib/problems/ledger-places.ts';
import type { ProblemPage } from '#lib/problems/problem-contract.ts';
import styles from '../problem.module.css';

type ProblemRemedyProps = { tenant: string; problem: ProblemPage; environment: LedgerEnvironment | null };

/** What it means, who acts, whether trying again helps, and the steps that fix it in this ledger. */
export function ProblemRemedy({ problem, environment }: ProblemRemedyProps) {
  const { cause, connection } = problem;
  const { meaning, steps, prevention } = CATALOGUE[cause];
  const { who, retry } = causeFacts(cause);
  const ledger = connection?.ledger ?? null;
  const places = ledgerPlaces(problem, ledger, environment);
  return (
    <>
      <Section level={2} title="What it means">
        <p>{meaning}</p>
        <dl className={styles.facts}>
          <div>
            <dt>Who acts</dt>
            <dd>{ACTOR_LABEL[who]}</dd>
          </div>
          <div>
            <dt>Trying again</dt>
            <dd>{RETRY_LABEL[retry]}</dd>
          </div>
        </dl>
      </Section>
      <Section level={2} title="What fixes it">
        <ol className={styles.steps}>
          {steps.map((step) => {
            if (typeof step === 'string') return <li key={step}>{step}</li>;
            if (ledger !== null) return <li key={step.qbo}>{step[ledger]}</li>;
            return (
              <li key={step.qbo}>
                QuickBooks Online: {step.qbo} Xero: {step.xero}
              </li>
            );
          })}
        </ol>
        {ledger === null || connection === null || places.length === 0 ? null : (
          <p className={styles.places}>
            <span>In {LEDGER_WORDS[ledger].name}:</span>
            {places.map(({ label, href }) =>
              href === null ? (
                <span key={label} className={styles.place}>
                  {label}
                </span>
              ) : (
                <a key={label} className={styles.place} href={href} target="_blank" rel="noreferrer">
                  {label}
                  <span className="visually-hidden"> in {LEDGER_WORDS[ledger].name}, in a new tab</span>
                </a>
              ),
            )}
            {places.some(({ href }) => href !== null) ? (
              <span className={styles.quiet}>
                Look that {connection.companyName} is what opens: it is the {LEDGER_WORDS[ledger].company} that you used
                last there.
              </span>
            ) : null}
          </p>
        )}
        <p className={styles.prevention}>So that it does not come back: {prevention}</p>
      </Section>
    </>
  );
}
