'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import styles from './error-message.module.css';

type ErrorMessageProps = {
  /** The ledger's exact words. */
  message: string;
  code: string | null;
  /** How many characters the message has in all, if these are only its beginning. */
  fullLength: number | null;
  /** Nobody sent it as a message: it is what the ledger's answer says. */
  isAnswer?: boolean;
};

/** A message on one line that unfolds in place to all of it, and can be copied. */
export function ErrorMessage({ message, code, fullLength, isAnswer = false }: ErrorMessageProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles.message} data-keeps-click data-is-open={isOpen}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        data-expands-row
        onClick={() => {
          if (window.getSelection()?.toString() === '') setIsOpen(!isOpen);
        }}
      >
        <span className={styles.text}>
          {isAnswer ? <span className={styles.origin}>Answer: </span> : null}
          {message}
        </span>
        <Icon name="chevron" />
      </button>
      {isOpen ? (
        <div className={styles.more}>
          {code === null ? null : <code className={styles.code}>{code}</code>}
          {isAnswer ? <span>From the ledger’s answer, since the job sent no message.</span> : null}
          {fullLength === null ? null : (
            <span>{fullLength.toLocaleString('en')} characters in all: open the record to read them.</span>
          )}
          <CopyButton text={message} label="Copy the message" />
        </div>
      ) : null}
    </div>
  );
}

/** Copies a text, and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('');
  return (
    <Button
      kind="quiet"
      className={styles.copy}
      onClick={async () => {
        try {
          await navigator.clipboard.writeText(text);
          setSaid('Copied');
        } catch {
          setSaid('The browser does not allow copying');
        }
      }}
      onBlur={() => setSaid('')}
    >
      <Icon name="copy" />
      <span aria-live="polite">{said === '' ? label : said}</span>
    </Button>
  );
}
