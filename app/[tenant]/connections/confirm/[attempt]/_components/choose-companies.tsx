'use client';

import { useState, useTransition } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import type { ConnectAttempt, OfferedCompany } from '#lib/connections/connect-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { LedgerMark } from '../../../_components/ledger-mark.tsx';
import { cancel, confirm } from '../../../actions.ts';
import { ENVIRONMENT_MARK } from '../../../connect-words.ts';
import styles from '../../../connections.module.css';

type ChooseCompaniesProps = { tenant: string; attempt: ConnectAttempt };

/** The companies that came back: one to confirm, or several to choose among, before anything is connected. */
export function ChooseCompanies({ tenant, attempt }: ChooseCompaniesProps) {
  const { id, ledger, connection, companies } = attempt;
  const { navigate } = useNavigation();
  const [isCancelling, startCancelling] = useTransition();
  const pinned = companies.find(({ companyId }) => companyId === connection?.companyId) ?? null;
  const isOther = connection !== null && pinned === null;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(tickedAtFirst(attempt)));
  const { name, company } = LEDGER_WORDS[ledger];
  const chosen = companies.filter(({ companyId }) => ticked.has(companyId));
  const [first] = chosen;

  const tick = (companyId: string, isTicked: boolean) =>
    setTicked((before) => {
      // In place of another company there can be one alone.
      const next = new Set(isOther ? [] : before);
      if (isTicked) next.add(companyId);
      else next.delete(companyId);
      return next;
    });

  function leave() {
    if (isCancelling) return;
    startCancelling(async () => {
      await cancel(tenant, id);
      navigate(`/${tenant}/connections`);
    });
  }

  return (
    <section className={styles.choose} aria-labelledby="choose-title">
      <h1 id="choose-title" className={styles.title}>
        {isOther
          ? `Another ${company} came back`
          : companies.length === 1
            ? `Is this the ${company}?`
            : `Which ${company}s are to be connected?`}
      </h1>
      {isOther ? (
        <p className={styles.lead}>
          This connection is <strong>{connection.companyName}</strong>, but at {name} another {company} was chosen.
          Nothing is connected. If that was a mistake, cancel and reconnect.
        </p>
      ) : (
        <p className={styles.lead}>
          This is what {name} says the consent reaches. Nothing is connected before you say so.{' '}
          {companies.length === 1
            ? `From then on the connection is this ${company}’s alone.`
            : `Each ${company} that you tick becomes a connection of its own.`}
        </p>
      )}
      <ActForm
        submit={submitWords(chosen.length, isOther, connection !== null)}
        pending="Connecting…"
        act={(form) =>
          confirm(tenant, {
            attemptId: id,
            companyIds: chosen.map(({ companyId }) => companyId),
            changesTo: isOther ? String(form.get('changesTo') ?? '') : null,
          })
        }
        onCancel={leave}
        onDone={(ids) => {
          const query = new URLSearchParams(ids.map((one) => ['connected', one]));
          navigate(`/${tenant}/connections?${query}`);
        }}
      >
        {(problems) => (
          <>
            <ul className={styles.offered}>
              {companies.map((one) => (
                <Offered
                  key={one.companyId}
                  attempt={attempt}
                  company={one}
                  isOnly={companies.length === 1}
                  isFixed={one === pinned}
                  isTicked={ticked.has(one.companyId)}
                  onTick={(isTicked) => tick(one.companyId, isTicked)}
                />
              ))}
            </ul>
            {problems.companyIds === undefined ? null : (
              <p className={styles.problem} role="alert">
                The choice {problems.companyIds}.
              </p>
            )}
            {isOther && first !== undefined ? (
              <>
                <ul className={styles.points}>
                  <li>{first.name} becomes a connection of its own.</li>
                  <li>{connection.companyName} is disconnected; its records keep naming it, and its history stays.</li>
                </ul>
                <Field
                  label={`To connect it in place of ${connection.companyName}, type its name`}
                  hint={first.name}
                  problem={problems.changesTo}
                >
                  {(control) => <input {...control} name="changesTo" autoComplete="off" maxLength={255} />}
                </Field>
              </>
            ) : null}
          </>
        )}
      </ActForm>
    </section>
  );
}

type OfferedProps = {
  attempt: ConnectAttempt;
  company: OfferedCompany;
  isOnly: boolean;
  isFixed: boolean;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
};

function Offered({ attempt, company, isOnly, isFixed, isTicked, onTick }: OfferedProps) {
  const { companyId, name, country, homeCurrency, plan, isDemo, connection } = company;
  const mark = ENVIRONMENT_MARK[attempt.environment] ?? (isDemo ? 'Demo company' : null);
  const inputId = `company-${companyId}`;
  const head = (
    <>
      <span className={styles.name}>{name}</span>
      {mark === null ? null : <span className={styles.environment}>{mark}</span>}
    </>
  );
  return (
    <li className={styles.offer}>
      {isOnly ? (
        <LedgerMark ledger={attempt.ledger} />
      ) : (
        <input
          type="checkbox"
          id={inputId}
          checked={isTicked}
          aria-disabled={isFixed}
          onChange={(event) => {
            if (!isFixed) onTick(event.currentTarget.checked);
          }}
        />
      )}
      <div>
        {isOnly ? (
          <p className={styles.names}>{head}</p>
        ) : (
          <label className={styles.names} htmlFor={inputId}>
            {head}
          </label>
        )}
        <dl className={styles.facts}>
          <dt>Country</dt>
          <dd>{country ?? 'not said'}</dd>
          <dt>Home currency</dt>
          <dd>{homeCurrency ?? 'not said'}</dd>
          <dt>Plan</dt>
          <dd>{plan ?? 'not said'}</dd>
          <dt>Id</dt>
          <dd>{companyId}</dd>
        </dl>
        {connection === null ? null : (
          <p className={styles.quiet}>
            {connection.status === 'connected'
              ? 'Connected already: its consent is renewed.'
              : connection.status === 'not_connected'
                ? 'Records or reports name it already: they belong to it from now on.'
                : 'It was connected before: its records and history go on.'}
          </p>
        )}
      </div>
    </li>
  );
}

/** What is ticked at first: what is being reconnected and what shares its consent, or a company that is the only one. */
function tickedAtFirst({ connection, companies }: ConnectAttempt): string[] {
  const [only] = companies;
  if (companies.length === 1 && only !== undefined) return [only.companyId];
  if (connection === null) return [];
  return companies
    .filter(
      (one) =>
        one.companyId === connection.companyId ||
        one.connection?.status === 'connected' ||
        one.connection?.status === 'lost',
    )
    .filter(() => companies.some(({ companyId }) => companyId === connection.companyId))
    .map(({ companyId }) => companyId);
}

function submitWords(count: number, isOther: boolean, isAgain: boolean): string {
  if (isOther) return 'Connect it instead';
  if (isAgain && count <= 1) return 'Reconnect';
  return count > 1 ? `Connect ${count}` : 'Connect';
}
