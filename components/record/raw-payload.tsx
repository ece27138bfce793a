'use client';

import { useId, useMemo, useState } from 'react';
import { CopyButton } from '#components/sync/error-message.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { indentJson } from './indent-json.ts';
import styles from './raw-payload.module.css';

/** Longer than this it is shown in part at first. */
const LONG_LINES = 24;

type RawPayloadProps = { raw: string; isOpenAtFirst: boolean };

/** What the job sent along: legible if it is JSON, and exactly as it was received. */
export function RawPayload({ raw, isOpenAtFirst }: RawPayloadProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const bodyId = useId();
  return (
    <div className={styles.payload}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? bodyId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="open" />
        Raw payload <span className={styles.size}>{sizeWords(raw)}</span>
      </button>
      {isOpen ? <Body id={bodyId} raw={raw} /> : null}
    </div>
  );
}

function Body({ id, raw }: { id: string; raw: string }) {
  const formatted = useMemo(() => indentJson(raw), [raw]);
  const [isExact, setIsExact] = useState(false);
  const [isWhole, setIsWhole] = useState(false);
  const text = isExact || formatted === null ? raw : formatted;
  const lines = text.split('\n');
  const isLong = lines.length > LONG_LINES || text.length > 4_000;
  const isCut = isLong && !isWhole;
  return (
    <div id={id} className={styles.body}>
      <div className={styles.bar}>
        {formatted === null ? (
          <span className={styles.size}>As received</span>
        ) : (
          <fieldset className={styles.views}>
            <legend className="visually-hidden">How the payload is shown</legend>
            <View label="Formatted" isCurrent={!isExact} onPick={() => setIsExact(false)} />
            <View label="As received" isCurrent={isExact} onPick={() => setIsExact(true)} />
          </fieldset>
        )}
        <CopyButton text={raw} label="Copy as received" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} data-is-cut={isCut} tabIndex={0} aria-label="Raw payload">
        <pre className={styles.text}>{text}</pre>
      </section>
      {isLong ? (
        <button type="button" className={styles.more} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${lines.length > 1 ? `${lines.length} lines` : 'of it'}`}
        </button>
      ) : null}
    </div>
  );
}

function View({ label, isCurrent, onPick }: { label: string; isCurrent: boolean; onPick: () => void }) {
  return (
    <button type="button" className={styles.view} aria-pressed={isCurrent} onClick={onPick}>
      {label}
    </button>
  );
}

function sizeWords(raw: string): string {
  const bytes = new TextEncoder().encode(raw).length;
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
