import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { CARRIER_COLUMNS, joinCarriers } from '#lib/ingest/carrier.ts';
import { kindOf } from '#lib/records/kinds.ts';
import type { InboxFilter, InboxPage, UnmatchedAttempt } from './inbox-contract.ts';
import {
  affordable,
  beyond,
  type DecisionRow,
  decisionOf,
  type InboxRequest,
  pageOf,
  readInboxCursor,
} from './inbox-page.ts';
import { inboxRows } from './inbox-rows.ts';

type AttemptRow = Omit<
  UnmatchedAttempt,
  'kind' | 'outcome' | 'attemptedAt' | 'receivedAt' | 'syncedAmount' | 'decision'
> & {
  kind: string;
  outcome: number;
  attemptedAt: Date;
  receivedAt: Date;
  syncedAmount: string | null;
  found: number;
} & DecisionRow;

const ORDER = Prisma.sql`a.attempted_at DESC, a.id DESC`;

/** Gives a page of the attempts whose record nobody has sent, newest first. They link themselves when it comes. */
export async function listUnmatched(
  ctx: Ctx,
  filter: InboxFilter,
  request: InboxRequest,
): Promise<InboxPage<UnmatchedAttempt>> {
  requirePermission(ctx, 'record:read');
  const cursor = readInboxCursor(request, 'unmatched');
  const page = Prisma.sql`
    SELECT a.*, d.dismissed_at, d.dismissed_by_name, d.reason ${inboxRows(ctx, 'unmatched', filter)}
           ${beyond(Prisma.sql`a.attempted_at, a.id`, cursor)}
     ORDER BY ${ORDER} LIMIT ${request.limit + 1}::int`;
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<AttemptRow[]>`
      SELECT a.id, a.kind, a.external_key AS "sourceId", s.slug AS source, a.external_id AS "externalId", a.outcome,
             a.attempted_at AS "attemptedAt", a.received_at AS "receivedAt", ${CARRIER_COLUMNS},
             a.reference_number AS "referenceNumber", a.synced_amount::text AS "syncedAmount",
             a.synced_currency AS "syncedCurrency", a.error_code AS "errorCode", a.error_message AS "errorMessage", a.raw,
             a.dismissed_at AS "decidedAt", a.dismissed_by_name AS "decidedByName", a.reason AS "decisionReason", a.found
        FROM ${affordable(page, 'a', ORDER, Prisma.sql`a.raw`)}
        JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.record_source_id
        ${joinCarriers('a')}
       ORDER BY ${ORDER}`,
  );
  const attempts = rows.map(
    ({ decidedAt, decidedByName, decisionReason, found: _, ...row }): UnmatchedAttempt => ({
      ...row,
      kind: kindOf(row.kind),
      outcome: row.outcome === 1 ? 'complete' : 'failed',
      attemptedAt: row.attemptedAt.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
      syncedAmount: row.syncedAmount === null ? null : storedAmount(row.syncedAmount),
      decision: decisionOf({ decidedAt, decidedByName, decisionReason }),
    }),
  );
  return pageOf(attempts, 'unmatched', ({ attemptedAt }) => attemptedAt, request, cursor, rows[0]?.found);
}
