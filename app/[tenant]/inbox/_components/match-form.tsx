'use client';

import { useEffect, useId, useState } from 'react';
import { CalendarDay } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import type { MatchCandidate } from '#lib/inbox/inbox-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import { match } from '../actions.ts';
import { REASON_WORDS } from '../inbox-words.ts';
import styles from './inbox.module.css';

const SEARCH_DELAY_MS = 200;

type MatchFormProps = {
  tenant: string;
  part: 'unmatched' | 'payloads';
  id: string;
  formats: Formats;
  onCancel: () => void;
  onDone: (said: string) => void;
};

/** The records that it could belong to, with what speaks for each, or any other one that is searched for. */
export function MatchForm({ tenant, part, id, formats, onCancel, onDone }: MatchFormProps) {
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<MatchCandidate | null>(null);
  const found = useCandidates(tenant, part, id, search.trim());
  const listId = useId();
  const isSearch = search.trim() !== '';

  async function act() {
    if (picked === null) return { isDone: false as const, message: 'Choose a record first.', fields: {} };
    return match(tenant, part, id, picked.id);
  }

  return (
    <ActForm
      submit="Match for good"
      pending="Matching…"
      act={act}
      onCancel={onCancel}
      onDone={({ linked }) =>
        onDone(
          `${linked > 1 ? `${linked} attempts are` : 'It is'} in the history of ${picked?.number ?? picked?.sourceId ?? 'its record'} now.`,
        )
      }
    >
      {() => (
        <>
          <Field label="Search any record" hint="A number, a reference, a party or a shipment." problem={undefined}>
            {(control) => (
              <input
                {...control}
                type="search"
                autoComplete="off"
                maxLength={255}
                value={search}
                onChange={(event) => {
                  setSearch(event.currentTarget.value);
                  setPicked(null);
                }}
                onKeyDown={(event) => {
                  // Enter would send the form before anything is chosen.
                  if (event.key === 'Enter') event.preventDefault();
                }}
              />
            )}
          </Field>
          <fieldset className={styles.candidates} aria-describedby={listId}>
            <legend>{isSearch ? 'Found' : 'Suggested'}</legend>
            <p id={listId} className={styles.quiet} role="status">
              {found.said ??
                (found.candidates.length === 0
                  ? isSearch
                    ? 'No record has this.'
                    : 'Nothing of it is known of any record. Search for one, or wait until its source sends the document.'
                  : isSearch
                    ? ''
                    : 'The likeliest first.')}
            </p>
            {found.candidates.map((candidate) => (
              <Candidate
                key={candidate.id}
                candidate={candidate}
                formats={formats}
                isPicked={picked?.id === candidate.id}
                onPick={() => setPicked(candidate)}
              />
            ))}
          </fieldset>
          <p className={styles.forGood}>
            This can’t be undone: what is matched becomes part of the record’s history, and the record’s status follows
            it. Others that wait for the same document are matched with it.
          </p>
        </>
      )}
    </ActForm>
  );
}

type CandidateProps = { candidate: MatchCandidate; formats: Formats; isPicked: boolean; onPick: () => void };

function Candidate({ candidate, formats, isPicked, onPick }: CandidateProps) {
  const { kind, number, sourceId, party, amount, currency, documentDate, syncStatus, referenceNumber, reasons } =
    candidate;
  return (
    <label className={styles.candidate} data-is-picked={isPicked}>
      <input type="radio" name="record" checked={isPicked} onChange={onPick} />
      <span className={styles.candidateBody}>
        <span className={styles.head}>
          <strong>{number ?? sourceId}</strong>
          <StatusBadge status={syncStatus} />
          <span className={styles.when}>
            <Money amount={amount} currency={currency} locale={formats.locale} />
          </span>
        </span>
        <span className={styles.quiet}>
          {[KIND_LABEL[kind].one, party, candidate.source, referenceNumber].filter((part) => part !== null).join(' · ')}
          {documentDate === null ? null : (
            <>
              {' · '}
              <CalendarDay day={documentDate} formats={formats} />
            </>
          )}
        </span>
        {reasons.length === 0 ? null : (
          <span className={styles.reasons}>
            {reasons.map((reason) => (
              <span key={reason} className={styles.chip}>
                {REASON_WORDS[reason]}
              </span>
            ))}
          </span>
        )}
      </span>
    </label>
  );
}

type Found = { candidates: MatchCandidate[]; said: string | null };

/** Suggestions while nothing is typed; else what is found, once the typing pauses. */
function useCandidates(tenant: string, part: string, id: string, search: string): Found {
  const [found, setFound] = useState<Found>({ candidates: [], said: 'Looking…' });
  useEffect(() => {
    const leaving = new AbortController();
    const timer = setTimeout(
      async () => {
        try {
          const query = new URLSearchParams({ part, id, ...(search === '' ? {} : { q: search }) });
          const response = await fetch(`/${tenant}/inbox/candidates?${query}`, {
            signal: leaving.signal,
            cache: 'no-store',
          });
          if (!response.ok) throw new Error(`Looking for records was answered with ${response.status}`);
          const { candidates } = (await response.json()) as { candidates: MatchCandidate[] };
          setFound({ candidates, said: null });
        } catch {
          if (!leaving.signal.aborted) setFound({ candidates: [], said: 'Looking for records failed. Try again.' });
        }
      },
      search === '' ? 0 : SEARCH_DELAY_MS,
    );
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [tenant, part, id, search]);
  return found;
}
