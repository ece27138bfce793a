'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { isTaken, offerSentence, renameAdvice } from '#components/adoption/adoption-words.ts';
import { CandidateTable } from '#components/adoption/candidate-table.tsx';
import { Button } from '#components/ui/button.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { AdoptionCandidate, AdoptionOffer } from '#lib/adoption/adoption-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { useBulkWork } from '../../../_components/bulk/bulk-work.tsx';
import { adoptFromLedger, lookInLedger } from '../adoption-actions.ts';
import styles from './adopt-form.module.css';

type AdoptFormProps = {
  tenant: string;
  record: Pick<RecordRow, 'id' | 'kind' | 'number'>;
  locale: string;
  /** Reads the record again, where no page does. */
  onAdopted?: () => void;
};

const NO_ANSWER = { value: null, problem: 'The server did not answer. Try again.' } as const;

/** Looks in the ledger for the document that holds the record's number, and adopts it where it is the same. */
export function AdoptForm({ tenant, record, locale, onAdopted }: AdoptFormProps) {
  const [offer, setOffer] = useState<AdoptionOffer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isLooking, startLooking] = useTransition();
  const [isAdopting, startAdopting] = useTransition();
  const { keep } = useBulkWork();
  const router = useRouter();

  function look() {
    startLooking(async () => {
      const { value, problem: why } = await lookInLedger({ tenant, recordId: record.id }).catch(() => NO_ANSWER);
      setOffer(value);
      setProblem(why);
    });
  }
  function adopt(externalKey: string) {
    startAdopting(async () => {
      const wish = { tenant, recordId: record.id, externalKey };
      const { value, problem: why } = await adoptFromLedger(wish).catch(() => NO_ANSWER);
      setProblem(why);
      if (value === null) return;
      if (value.operationId !== null) keep(value.operationId);
      onAdopted?.();
      router.refresh();
    });
  }

  return (
    <div className={styles.form} aria-busy={isLooking || isAdopting}>
      <p>
        <Button kind={offer === null ? 'primary' : 'normal'} onClick={look} disabled={isLooking || isAdopting}>
          {isLooking ? 'Asking the ledger…' : offer === null ? 'Look for it in the ledger' : 'Look again'}
        </Button>
      </p>
      <div role="status" className={styles.answer}>
        {offer === null ? null : (
          <Offer
            tenant={tenant}
            offer={offer}
            kind={record.kind}
            locale={locale}
            isAdopting={isAdopting}
            onAdopt={adopt}
          />
        )}
      </div>
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

type OfferProps = {
  tenant: string;
  offer: AdoptionOffer;
  kind: RecordRow['kind'];
  locale: string;
  isAdopting: boolean;
  onAdopt: (externalKey: string) => void;
};

function Offer({ tenant, offer, kind, locale, isAdopting, onAdopt }: OfferProps) {
  const { ledger } = offer.connection;
  const shared = { tenant, kind, locale, isAdopting, onAdopt, ledgerName: LEDGER_WORDS[ledger].name };
  const isRenamed = offer.candidates.length > 0 && offer.candidates.every(isTaken);
  return (
    <>
      <p className={styles.sentence}>{offerSentence(offer, kind)}</p>
      {offer.candidates.map((candidate) => (
        <Candidate key={candidate.externalKey} candidate={candidate} {...shared} />
      ))}
      {isRenamed ? <p>{renameAdvice(offer, ledger, kind)}</p> : null}
    </>
  );
}

type CandidateProps = Omit<OfferProps, 'offer'> & { candidate: AdoptionCandidate; ledgerName: string };

function Candidate({ tenant, candidate, kind, locale, ledgerName, isAdopting, onAdopt }: CandidateProps) {
  const { externalKey, number, owner, address, isAdoptable } = candidate;
  return (
    <section className={styles.candidate} aria-label={`${number ?? externalKey} in ${ledgerName}`}>
      <CandidateTable candidate={candidate} kind={kind} ledgerName={ledgerName} locale={locale} />
      {owner === null ? null : (
        <p>
          It was written as{' '}
          <SoftLink href={`/${tenant}/records/${owner.id}`}>record {owner.number ?? owner.id}</SoftLink> of{' '}
          {owner.source}.
        </p>
      )}
      <p className={styles.acts}>
        {isAdoptable ? (
          <Button kind="primary" disabled={isAdopting} onClick={() => onAdopt(externalKey)}>
            {isAdopting ? 'Adopting…' : 'Adopt it'}
          </Button>
        ) : null}
        {address === null ? null : (
          <a href={address} target="_blank" rel="noreferrer">
            Open it in {ledgerName}
          </a>
        )}
        {isAdoptable ? <span className={styles.note}>Sets this record Complete with its id {externalKey}.</span> : null}
      </p>
    </section>
  );
}
