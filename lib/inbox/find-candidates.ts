import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { notFound } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { KINDS, type Kind, kindOf } from '#lib/records/kinds.ts';
import { DEFAULT_SORT, EVERY_RECORD } from '#lib/records/list-contract.ts';
import { listRecords } from '#lib/records/list-records.ts';
import type { MatchCandidate } from './inbox-contract.ts';

const FOUND_MAX = 12;

/** Gives the newest records in which a text is found, of the kind that an item of the inbox is about. Throws `not_found`. */
export async function findCandidates(
  ctx: Ctx,
  part: 'unmatched' | 'payloads',
  id: string,
  search: string,
): Promise<MatchCandidate[]> {
  requirePermission(ctx, 'record:read');
  if (!isId(id)) throw notFound('The item');
  const kinds = part === 'unmatched' ? [await kindOfAttempt(ctx, id)] : KINDS;
  const page = { sort: DEFAULT_SORT, limit: FOUND_MAX, cursor: null };
  const { records } = await listRecords(ctx, { ...EVERY_RECORD, kinds, search }, page);
  return records.map(
    ({ id, kind, source, sourceId, number, amount, currency, documentDate, syncStatus, ...record }) => ({
      id,
      kind,
      source,
      sourceId,
      number,
      party: record.payer ?? record.billingOrg,
      amount,
      currency,
      documentDate,
      syncStatus,
      referenceNumber: record.referenceNumber,
      reasons: [],
    }),
  );
}

async function kindOfAttempt(ctx: Ctx, id: string): Promise<Kind> {
  requirePermission(ctx, 'record:read');
  const attempt = await ctx.transaction((tx) =>
    tx.syncAttempt.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id } }, select: { kind: true } }),
  );
  if (attempt === null) throw notFound('The attempt');
  return kindOf(attempt.kind);
}
