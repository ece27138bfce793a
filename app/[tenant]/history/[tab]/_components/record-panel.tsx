'use client';

import { useSearchParams } from 'next/navigation';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { validate as isId } from 'uuid';
import type { Formats } from '#components/sync/formats.ts';
import type { OpenedRecord } from '../../../records/open-record.ts';
import { watchInput } from './last-input.ts';
import { readAheadByRow } from './record-ahead.ts';

type RecordPanelProps = {
  tenant: string;
  formats: Formats;
  /** The records of the page, to step through. */
  recordIds: string[];
  /** The record that the address named when the page was read, and when that was. */
  first: OpenedRecord | null;
  now: Date;
  canUpdate: boolean;
};
export type OpenRecordPanelProps = RecordPanelProps & { recordId: string };

/** The record that the address names, beside the list. Opening and closing it leaves the list as it is. */
export function RecordPanel(props: RecordPanelProps) {
  const { tenant } = props;
  const asked = useSearchParams().get('record');
  // The page says so above the list when it is no id.
  const recordId = asked !== null && isId(asked) ? asked : null;
  useEffect(() => {
    // Whoever moves the mouse or presses a key may open a record next.
    const events = ['pointermove', 'pointerdown', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, loadPanel, { once: true });
    const stopWatching = watchInput();
    const stopReading = readAheadByRow(tenant);
    return () => {
      stopWatching();
      stopReading();
      for (const event of events) window.removeEventListener(event, loadPanel);
    };
  }, [tenant]);
  return recordId === null ? null : <Slot {...props} recordId={recordId} />;
}

// What is there already is drawn with the row that it belongs to, so that nothing moves twice.
function Slot(props: OpenRecordPanelProps) {
  const [Panel] = useState(() => loaded ?? LatePanel);
  return (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  );
}

/** Not part of the list's first script: it is fetched when somebody reaches for the rows. */
let loaded: ComponentType<OpenRecordPanelProps> | null = null;

async function loadPanel(): Promise<{ default: ComponentType<OpenRecordPanelProps> }> {
  const { OpenRecordPanel } = await import('./open-record-panel.tsx');
  loaded = OpenRecordPanel;
  return { default: OpenRecordPanel };
}

const LatePanel = lazy(loadPanel);
