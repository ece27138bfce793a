import { ErrorMessage } from '#components/sync/error-message.tsx';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { getRecord } from '#lib/records/get-record.ts';

/** The record itself, inside the panel. */
export async function OpenRecordContent({ ctx, recordId }: { ctx: Ctx; recordId: string }) {
  const record = await getRecord(ctx, recordId);
  return (
    <div>
      <StatusBadge status={record.syncStatus} isByHand={record.isByHand} />
      <Money amount={record.amount} currency={record.currency} locale={ctx.tenant.locale} />
      {record.errorMessage === null ? null : (
        <ErrorMessage message={record.errorMessage} code={record.errorCode} fullLength={null} />
      )}
    </div>
  );
}
