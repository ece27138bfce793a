'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { validate as isId } from 'uuid';
import { RecordSkeleton } from '#components/record/record-skeleton.tsx';
import { RecordView } from '#components/record/record-view.tsx';
import { SidePanel } from '#components/shell/side-panel.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';
import { goToOpenRecord, hrefWithRecord, leaveOpenRecord } from '../../../_components/open-record-address.ts';
import styles from './record-panel.module.css';
import { type PanelProblem, useRecordData } from './record-panel-data.ts';
import { focusRow, useOpeningFocus, usePanelKeys } from './record-panel-keys.ts';

type RecordPanelProps = {
  tenant: string;
  formats: Formats;
  /** The records of the page, to step through. */
  recordIds: string[];
  /** The record that the address named when the page was read, and when that was. */
  first: RecordDetail | null;
  now: Date;
};

/** The record that the address names, beside the list. Opening and closing it leaves the list as it is. */
export function RecordPanel(props: RecordPanelProps) {
  const asked = useSearchParams().get('record');
  // The page says so above the list when it is no id.
  const recordId = asked !== null && isId(asked) ? asked : null;
  useOpeningFocus(recordId);
  return recordId === null ? null : <OpenPanel {...props} recordId={recordId} />;
}

function OpenPanel({ tenant, formats, recordIds, recordId, first, now }: RecordPanelProps & { recordId: string }) {
  const place = recordIds.indexOf(recordId);
  const previousId = place > 0 ? (recordIds[place - 1] ?? null) : null;
  const nextId = recordIds[place + 1] ?? null;
  const { data, readAgain } = useRecordData(
    tenant,
    recordId,
    nextId,
    first === null ? null : { id: first.id, record: first, readAt: now },
  );
  const content = useRef<HTMLDivElement>(null);

  // Another record is read from its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the record's id is what says that it is another one
  useEffect(() => {
    content.current?.parentElement?.scrollTo({ top: 0 });
  }, [recordId]);

  function close() {
    leaveOpenRecord();
    focusRow(recordId);
  }
  function step(by: 1 | -1) {
    const id = by === 1 ? nextId : previousId;
    if (id !== null) goToOpenRecord(hrefWithRecord(id));
    return id;
  }
  usePanelKeys({ close, step });

  const label =
    data.state === 'ready'
      ? `${KIND_LABEL[data.record.kind].one} ${data.record.number ?? data.record.sourceId}`
      : 'Record';
  return (
    <SidePanel
      label={label}
      pageHref={`/${tenant}/records/${recordId}`}
      onClose={close}
      onPrevious={previousId === null ? null : () => step(-1)}
      onNext={nextId === null ? null : () => step(1)}
    >
      <div ref={content} className={styles.content} aria-busy={data.state === 'loading'}>
        {data.state === 'loading' ? <RecordSkeleton /> : null}
        {data.state === 'failed' ? <Problem problem={data.problem} onRetry={readAgain} /> : null}
        {data.state === 'ready' ? (
          <div className={styles.record} data-is-waiting={data.isWaiting} data-open-record={data.record.id}>
            <RecordView
              key={data.record.id}
              record={data.record}
              formats={formats}
              now={data.readAt}
              hrefOf={(id) => `/${tenant}/records/${id}`}
              place="panel"
            />
          </div>
        ) : null}
      </div>
    </SidePanel>
  );
}

function Problem({ problem, onRetry }: { problem: PanelProblem; onRetry: () => void }) {
  return (
    <div role="alert" className={styles.problem}>
      <h2 className={styles.title}>{problem.title}</h2>
      <p>{problem.detail}</p>
      {problem.requestId === null ? null : (
        <p className={styles.mark}>
          Request <code>{problem.requestId}</code>
        </p>
      )}
      {problem.isSignedOut ? (
        <a className={buttonClass} data-kind="primary" href={window.location.href}>
          Sign in again
        </a>
      ) : (
        <Button kind="primary" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
