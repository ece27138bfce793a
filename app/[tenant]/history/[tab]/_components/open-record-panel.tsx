'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { RecordSkeleton } from '#components/record/record-skeleton.tsx';
import { RecordView } from '#components/record/record-view.tsx';
import { SidePanel } from '#components/shell/side-panel.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { hasTakenNumber } from '#lib/adoption/adoption-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import { RecordStatusMenu } from '../../../_components/bulk/record-status-menu.tsx';
import { goToOpenRecord, hrefWithRecord, leaveOpenRecord } from '../../../_components/open-record-address.ts';
import { AdoptForm } from '../../../records/[id]/_components/adopt-form.tsx';
import { NoteForm } from '../../../records/[id]/_components/note-form.tsx';
import { recordHref } from '../../../records/record-href.ts';
import styles from './record-panel.module.css';
import type { OpenRecordPanelProps } from './record-panel.tsx';
import { type PanelProblem, useRecordData } from './record-panel-data.ts';
import { focusRow, useOpeningFocus, usePanelKeys } from './record-panel-keys.ts';
import { useNeighbours } from './use-neighbours.ts';

/** The panel with one record in it, and the ways to its neighbours. */
export function OpenRecordPanel({ tenant, formats, recordIds, recordId, first, now, canUpdate }: OpenRecordPanelProps) {
  const list = useListParam();
  const place = recordIds.indexOf(recordId);
  // Beyond the page's edges, and for a record that left it, the server knows what comes.
  const beyond = useNeighbours(tenant, recordId, list, place <= 0 || place === recordIds.length - 1);
  const previousId = (place > 0 ? recordIds[place - 1] : beyond.previousId) ?? null;
  const nextId = (place === -1 ? undefined : recordIds[place + 1]) ?? beyond.nextId;
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
  useOpeningFocus();

  const label =
    data.state === 'ready'
      ? `${KIND_LABEL[data.record.kind].one} ${data.record.number ?? data.record.sourceId}`
      : 'Record';
  return (
    <SidePanel
      label={label}
      pageHref={recordHref(tenant, recordId, list)}
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
              bulkHrefOf={(id) => `/${tenant}/bulk/${id}`}
              place="panel"
              acts={canUpdate ? <RecordStatusMenu record={data.record} place="panel" /> : null}
              shareHref={recordHref(tenant, data.record.id, list)}
              problem={
                data.record.problem === null
                  ? null
                  : { ...data.record.problem, href: `/${tenant}/problems/${data.record.problem.id}` }
              }
              whyHref={`/${tenant}/why?record=${data.record.id}`}
              remedy={
                canUpdate && hasTakenNumber(data.record) ? (
                  <AdoptForm tenant={tenant} record={data.record} locale={formats.locale} onAdopted={readAgain} />
                ) : null
              }
              noteForm={<NoteForm tenant={tenant} recordId={data.record.id} onNoted={readAgain} />}
            />
          </div>
        ) : null}
      </div>
    </SidePanel>
  );
}

/** The list that the page shows, as the address of a record's page names it. */
function useListParam(): string {
  const path = usePathname();
  const query = new URLSearchParams(useSearchParams());
  for (const name of ['record', 'cursor']) query.delete(name);
  const tab = path.split('/').at(-1) ?? '';
  return query.size === 0 ? tab : `${tab}?${query}`;
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
