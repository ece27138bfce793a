'use client';

import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import type { ActedConnection } from '../acted-connection.ts';
import styles from '../connections.module.css';
import { GoToProvider } from './go-to-provider.tsx';

type ChangeDialogProps = { tenant: string; connection: ActedConnection; onClose: () => void };

/** Says what it means to put another company in the place of a connection, before anybody leaves for the provider. */
export default function ChangeDialog({ tenant, connection, onClose }: ChangeDialogProps) {
  const { id, ledger, companyName } = connection;
  const { name, company } = LEDGER_WORDS[ledger];
  return (
    <Sheet label="Change company" side="center" isForm isOpen onClose={onClose}>
      <div className={styles.dialog}>
        <h2 className={styles.subtitle}>
          Another {company} in place of {companyName}
        </h2>
        <ul className={styles.points}>
          <li>
            At {name} you choose the other {company}; here you type its name, so that it is no mistake.
          </li>
          <li>The other {company} becomes a connection of its own, with its own checks and lists.</li>
          <li>{companyName} is disconnected. Its records keep naming it, and its history stays.</li>
          <li>
            Sync jobs that name {companyName} must be told of the other {company} by whoever runs them.
          </li>
        </ul>
        <div className={styles.dialogActs}>
          <Button onClick={onClose}>Cancel</Button>
          <GoToProvider tenant={tenant} ledger={ledger} connectionId={id} label={`Go to ${name}`} kind="primary" />
        </div>
      </div>
    </Sheet>
  );
}
