'use client';

import { lazy, Suspense, useState, useTransition } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import type { ActedConnection } from '../acted-connection.ts';
import { keepConnected } from '../actions.ts';
import styles from '../connections.module.css';
import { GoToProvider } from './go-to-provider.tsx';

const DisconnectDialog = lazy(() => import('./disconnect-dialog.tsx'));
const ChangeDialog = lazy(() => import('./change-dialog.tsx'));

type ConnectionActsProps = {
  tenant: string;
  connection: ActedConnection;
  formats: Formats;
  /** Everything that can be done, for a page of its own; in a list the rarest is left out. */
  isWhole?: boolean;
};

/** What an admin can do with a connection: connect it anew, end it, keep it, or put another company in its place. */
export function ConnectionActs({ tenant, connection, formats, isWhole = false }: ConnectionActsProps) {
  const { id, ledger, companyName, status, endsWhenClearAt } = connection;
  const [asked, setAsked] = useState<'disconnect' | 'change' | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const isOpen = status === 'connected' || status === 'lost';
  const again = isOpen ? 'Reconnect' : 'Connect';
  const close = () => setAsked(null);
  const done = (text: string) => {
    setSaid(text);
    close();
  };
  return (
    <div className={styles.acts} data-is-whole={isWhole}>
      {/* Before what takes the focus when it closes: effects run in this order. */}
      <Suspense>
        {asked === 'disconnect' ? (
          <DisconnectDialog tenant={tenant} connection={connection} formats={formats} onClose={close} onDone={done} />
        ) : null}
        {asked === 'change' ? <ChangeDialog tenant={tenant} connection={connection} onClose={close} /> : null}
      </Suspense>
      {status === 'connected' && !isWhole ? null : (
        <GoToProvider
          tenant={tenant}
          ledger={ledger}
          connectionId={id}
          label={again}
          fullLabel={`${again} ${companyName}`}
          kind={status === 'lost' ? 'primary' : 'normal'}
        />
      )}
      {endsWhenClearAt === null ? null : (
        <Button
          aria-label={`Keep ${companyName} connected`}
          aria-disabled={isPending}
          onClick={() => {
            if (isPending) return;
            startTransition(async () => {
              const outcome = await keepConnected(tenant, id);
              if (!outcome.isDone) setSaid(outcome.message);
              else setSaid(outcome.value.isWithdrawn ? 'It stays connected.' : 'It had ended before.');
            });
          }}
        >
          Keep connected
        </Button>
      )}
      {isWhole && isOpen ? <Button onClick={() => setAsked('change')}>Change company…</Button> : null}
      {isOpen ? (
        <Button aria-label={`Disconnect ${companyName}`} onClick={() => setAsked('disconnect')}>
          Disconnect…
        </Button>
      ) : null}
      <p className={styles.actSaid} role="status">
        {said}
      </p>
    </div>
  );
}
