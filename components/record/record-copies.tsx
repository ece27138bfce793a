'use client';

import { useEffect, useState } from 'react';
import { CopyButton } from '#components/sync/error-message.tsx';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import styles from './record-copies.module.css';
import { supportText } from './support-text.ts';

type RecordCopiesProps = { record: RecordDetail; shareHref: string };

/** What can be taken along: the address of the record, and what support needs to know of it. */
export function RecordCopies({ record, shareHref }: RecordCopiesProps) {
  // The server does not know by which name it was called.
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  const address = origin + shareHref;
  return (
    <div className={styles.copies}>
      <CopyButton text={address} label="Copy link" />
      <CopyButton text={supportText(record, address)} label="Copy for support" />
    </div>
  );
}
