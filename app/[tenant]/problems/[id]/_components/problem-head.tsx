import { SoftLink } from '#components/ui/soft-link.tsx';
import { catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { ProblemPage } from '#lib/problems/problem-contract.ts';
import { problemTitle } from '#lib/problems/problem-title.ts';
import { StateBadge } from '../../_components/state-badge.tsx';
import { STATE_WORDS } from '../../problem-words.ts';
import styles from '../problem.module.css';

/** What it is called, how it stands, and of which company it is. */
export function ProblemHead({ tenant, problem }: { tenant: string; problem: ProblemPage }) {
  const { connection, cause, state, isGuess } = problem;
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{problemTitle(problem, connection?.ledger ?? null)}</h1>
      <p className={styles.line}>
        <StateBadge state={state} />
        <span>{STATE_WORDS[state].means}</span>
      </p>
      <p className={styles.line}>
        <a href={catalogueHref(cause)}>{CAUSE_LABEL[cause]}</a>
        {connection === null ? (
          <span>Its records name no connection</span>
        ) : (
          <span>
            <SoftLink href={`/${tenant}/connections/${connection.id}`}>{connection.companyName}</SoftLink>{' '}
            {LEDGER_WORDS[connection.ledger].name}
          </span>
        )}
        {isGuess ? <span>A guess: no rule is sure of what the ledger’s words mean.</span> : null}
      </p>
    </header>
  );
}
