'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { ProgressBar, percentOf } from '#components/ui/progress-bar.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import { formatBytes } from '../import-words.ts';
import { refusalOf } from './refusal-of.ts';
import { type Sent, sendFile } from './send-file.ts';
import styles from './upload-panel.module.css';

type Refusal = { file: string | null; message: string; requestId: string | null };
type Sending = Sent & { file: string };

/** Takes a file, sends it, and goes on to the page of the import that it begins. */
export function UploadPanel({ tenant, locale }: { tenant: string; locale: string }) {
  const { navigate } = useNavigation();
  const [sending, setSending] = useState<Sending | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const leaving = useRef<AbortController | null>(null);
  const isSending = sending !== null;

  useEffect(() => () => leaving.current?.abort(), []);
  useEffect(() => {
    if (!isSending) return;
    // Leaving the page would break the file off; the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isSending]);

  async function take(files: File[]) {
    const [file] = files;
    if (file === undefined || isSending) return;
    const message = refusalOf(files);
    if (message !== null) return setRefusal({ file: files.length > 1 ? null : file.name, message, requestId: null });
    const controller = new AbortController();
    leaving.current = controller;
    setRefusal(null);
    setSending({ file: file.name, sent: 0, total: file.size });
    const outcome = await sendFile(`/${tenant}/import/upload`, file, {
      signal: controller.signal,
      onProgress: (sent) => setSending({ file: file.name, ...sent }),
    });
    setSending(null);
    if (outcome.result === 'received') navigate(`/${tenant}/import/${outcome.id}`);
    if (outcome.result === 'refused') setRefusal({ file: file.name, ...outcome });
  }

  if (sending !== null) {
    const percent = percentOf(sending.sent, sending.total) ?? 0;
    const isThere = sending.sent >= sending.total;
    return (
      <section className={styles.sending} aria-label="Upload">
        <p className={styles.file}>{sending.file}</p>
        <ProgressBar label="Sent" done={sending.sent} total={sending.total} />
        <p className={styles.line}>
          {/* Heard at each quarter, not at each per cent. */}
          <span className="visually-hidden" aria-live="polite">
            {isThere ? 'Sent. Looking into the file.' : `${Math.floor(percent / 25) * 25} per cent sent`}
          </span>
          <span aria-hidden="true">
            {isThere
              ? 'Sent. Looking into the file…'
              : `${formatBytes(sending.sent, locale)} of ${formatBytes(sending.total, locale)} sent`}
          </span>
          <span aria-hidden="true">{percent}%</span>
        </p>
        <Button className={styles.cancel} onClick={() => leaving.current?.abort()}>
          Cancel
        </Button>
      </section>
    );
  }
  return (
    <>
      <DropZone
        label="File to import"
        hint="CSV, Excel (.xlsx) or NDJSON. Nothing is changed before you have seen what would happen."
        accept=".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl"
        onFiles={(files) => void take(files)}
      />
      {refusal === null ? null : (
        <div className={styles.refusal} role="alert">
          {refusal.file === null ? null : <strong>{refusal.file}</strong>}
          <p>{refusal.message}</p>
          {refusal.requestId === null ? null : (
            <p className={styles.mark}>
              Request <code>{refusal.requestId}</code>
            </p>
          )}
        </div>
      )}
    </>
  );
}
