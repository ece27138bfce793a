'use client';

import { useEffect, useState, useTransition } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { Clearance } from '#lib/connections/connect-contract.ts';
import type { Outcome } from '#lib/http/action-outcome.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { ActedConnection } from '../acted-connection.ts';
import { endNow, endWhenClear, lookAtClearance } from '../actions.ts';
import { providerEndWords } from '../connect-words.ts';
import styles from '../connections.module.css';
import { ClearanceTable } from './clearance-table.tsx';

type DisconnectDialogProps = {
  tenant: string;
  connection: ActedConnection;
  formats: Formats;
  onClose: () => void;
  onDone: (said: string) => void;
};

/** Shows what of a connection is on its way before it is ended, and offers to wait for it. */
export default function DisconnectDialog({ tenant, connection, formats, onClose, onDone }: DisconnectDialogProps) {
  const { id, ledger, companyName, endsWhenClearAt } = connection;
  const [clearance, setClearance] = useState<Clearance | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const { name } = LEDGER_WORDS[ledger];

  useEffect(() => {
    let isWanted = true;
    void lookAtClearance(tenant, id).then((outcome) => {
      if (!isWanted) return;
      if (outcome.isDone) setClearance(outcome.value);
      else setProblem(outcome.message);
    });
    return () => {
      isWanted = false;
    };
  }, [tenant, id]);

  function act<Value>(work: () => Promise<Outcome<Value>>, wordsOf: (value: Value) => string) {
    if (isPending) return;
    startTransition(async () => {
      const outcome = await work();
      if (outcome.isDone) onDone(wordsOf(outcome.value));
      else setProblem(outcome.message);
    });
  }

  const isClear = clearance !== null && clearance.pending.length === 0;
  return (
    <Sheet label={`Disconnect ${companyName}`} side="center" isForm isOpen onClose={onClose}>
      <div className={styles.dialog}>
        <h2 className={styles.subtitle}>Disconnect {companyName}</h2>
        <p>
          Tieout takes its consent back at {name} and erases its tokens. Records, checks and history stay. Sync jobs
          have a link of their own, which this does not end.
        </p>
        {clearance === null ? (
          problem === null ? (
            <p className={styles.quiet}>Looking at what is on its way…</p>
          ) : null
        ) : isClear ? (
          <p>Nothing that names this connection is pending.</p>
        ) : (
          <ClearanceTable tenant={tenant} connectionId={id} clearance={clearance} formats={formats} />
        )}
        {clearance !== null && clearance.unnamed > 0 ? (
          <p className={styles.quiet}>
            {clearance.unnamed.toLocaleString(formats.locale)} pending{' '}
            {clearance.unnamed === 1 ? 'record names' : 'records name'} no connection and{' '}
            {clearance.unnamed === 1 ? 'is' : 'are'} not counted here.
          </p>
        ) : null}
        {problem === null ? null : (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={styles.dialogActs}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind={isClear ? 'primary' : 'normal'}
            aria-disabled={isPending || clearance === null}
            onClick={() => {
              if (clearance === null) return;
              act(
                () => endNow(tenant, id),
                ({ atProvider }) =>
                  atProvider === null
                    ? `${companyName} was disconnected before.`
                    : `${companyName} is disconnected. ${providerEndWords(atProvider, ledger)}`,
              );
            }}
          >
            {isPending ? 'Working…' : 'Disconnect now'}
          </Button>
          {clearance === null || isClear || endsWhenClearAt !== null ? null : (
            <Button
              kind="primary"
              aria-disabled={isPending}
              onClick={() =>
                act(
                  () => endWhenClear(tenant, id),
                  () => `${companyName} ends by itself once nothing is pending. Until then it can be kept.`,
                )
              }
            >
              Disconnect when it is clear
            </Button>
          )}
        </div>
      </div>
    </Sheet>
  );
}
