import { Suspense } from 'react';
import { SidePanel } from '#components/shell/side-panel.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { hrefOfRecord, type ListAddress } from '../list-address.ts';
import { OpenRecordContent } from './open-record-content.tsx';

type OpenRecordProps = {
  ctx: Ctx;
  recordId: string;
  address: ListAddress;
  /** The rows of the page, to step through. */
  records: RecordRow[];
};

/** The record that the address names, beside the list. It may lie on another page of it. */
export function OpenRecord({ ctx, recordId, address, records }: OpenRecordProps) {
  const place = records.findIndex(({ id }) => id === recordId);
  const row = records[place];
  const hrefAt = (index: number) => {
    const neighbour = place === -1 ? undefined : records[index];
    return neighbour === undefined ? null : hrefOfRecord(address, neighbour.id);
  };
  return (
    <SidePanel
      title={row === undefined ? 'Record' : `${KIND_LABEL[row.kind].one} ${row.number ?? row.sourceId}`}
      pageHref={`/${ctx.tenant.slug}/records/${recordId}`}
      closeHref={hrefOfRecord(address, null)}
      previousHref={hrefAt(place - 1)}
      nextHref={hrefAt(place + 1)}
    >
      <Suspense key={recordId} fallback={<p>One moment…</p>}>
        <OpenRecordContent ctx={ctx} recordId={recordId} />
      </Suspense>
    </SidePanel>
  );
}
