import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { kindOf, statusOfNumber } from '#lib/records/kinds.ts';
import type { RecordRow } from '#lib/records/list-contract.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { WaitedFor } from './claim-contract.ts';
import { waitOf } from './wait-of.ts';

/** What a wait is read for. */
type Waiting = Pick<RecordRow, 'id' | 'kind' | 'source' | 'sourceStatus' | 'syncStatus' | 'isInDoubt' | 'excludedAt'>;

/**
 * Gives the rows with the reason why a sync job does not get them, by one statement for all that are pending. What a job
 * let run out is in doubt from that very moment, not only when it is swept.
 */
export async function withWaits<Row extends Waiting>(
  ctx: Ctx,
  tx: TenantTx,
  rows: readonly Row[],
): Promise<(Row & Pick<RecordRow, 'waits'>)[]> {
  const pending = rows.filter(({ syncStatus, excludedAt }) => syncStatus === 'pending' && excludedAt === null);
  if (pending.length === 0) return rows.map((row) => ({ ...row, waits: null }));
  const ids = pending.map(({ id }) => id);
  const [found] = await tx.$queryRaw<[Found]>`
    SELECT (SELECT coalesce(json_agg(json_build_object('recordId', h.record_id, 'holder', h.holder, 'until', ${UNTIL},
                                                       'hasRunOut', h.expires_at <= now())), '[]')
              FROM lease h WHERE h.tenant_id = ${ctx.tenantId}::uuid AND h.record_id = ANY (${ids}::uuid[])) AS leases,
           (SELECT coalesce(json_agg(json_build_object('slug', s.slug, 'settings', s.settings)), '[]')
              FROM source s WHERE s.tenant_id = ${ctx.tenantId}::uuid) AS sources,
           (SELECT coalesce(json_agg(json_build_object('paymentId', a.payment_id, 'kind', a.kind, 'sourceId', a.external_key,
                     'recordId', d.id, 'number', d.number, 'syncStatus', d.sync_status,
                     'isExcluded', d.excluded_at IS NOT NULL) ORDER BY a.payment_id, a.position), '[]')
              FROM record_application a ${PAID_DOCUMENT}
             WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.payment_id = ANY (${ids}::uuid[]) AND ${UNFINISHED}) AS documents`;
  const leases = new Map(found.leases.map((lease) => [lease.recordId, lease]));
  const settings = new Map(found.sources.map((source) => [source.slug, readSourceSettings(source.settings)]));
  const documents = Map.groupBy(found.documents, ({ paymentId }) => paymentId);
  const shown = new Set(ids);
  return rows.map((row) => {
    if (!shown.has(row.id)) return { ...row, waits: null };
    const lease = leases.get(row.id);
    return {
      ...row,
      isInDoubt: row.isInDoubt || lease?.hasRunOut === true,
      waits: waitOf({
        kind: row.kind,
        sourceStatus: row.sourceStatus,
        settings: settings.get(row.source) ?? readSourceSettings({}),
        lease: lease === undefined || lease.hasRunOut ? null : { holder: lease.holder, until: lease.until },
        unfinished: (documents.get(row.id) ?? []).map(toWaitedFor),
      }),
    };
  });
}

/** Joins the document that `record_application a` names as `sync_record d`, if it is there. */
export const PAID_DOCUMENT = Prisma.sql`
  LEFT JOIN sync_record d ON d.tenant_id = a.tenant_id AND d.source_id = a.source_id AND d.kind = a.kind
                         AND d.external_key = a.external_key`;

/** The condition that such a document keeps its payment waiting. */
export const UNFINISHED = Prisma.sql`(d.id IS NULL OR d.sync_status <> 1 OR d.excluded_at IS NOT NULL)`;

const UNTIL = Prisma.sql`to_char(h.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

type LeaseRow = { recordId: string; holder: string; until: string; hasRunOut: boolean };
type DocumentRow = {
  paymentId: string;
  kind: string;
  sourceId: string;
  recordId: string | null;
  number: string | null;
  syncStatus: number | null;
  isExcluded: boolean;
};
type Found = { leases: LeaseRow[]; sources: { slug: string; settings: unknown }[]; documents: DocumentRow[] };

function toWaitedFor({ kind, sourceId, recordId, number, syncStatus, isExcluded }: DocumentRow): WaitedFor {
  return { kind: kindOf(kind), sourceId, recordId, number, state: stateOf(syncStatus, isExcluded) };
}

function stateOf(syncStatus: number | null, isExcluded: boolean): WaitedFor['state'] {
  if (syncStatus === null) return 'unknown';
  if (isExcluded) return 'excluded';
  return statusOfNumber(syncStatus) === 'failed' ? 'failed' : 'pending';
}
