import type { Ctx } from '#lib/access/context.ts';
import { instantsOf } from '#lib/core/dates.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { InboxFilter, InboxPart } from './inbox-contract.ts';
import { within } from './inbox-page.ts';

/** The states in which a payload waits for somebody; the index of those that wait names the same. */
const WAITING_PAYLOAD = Prisma.sql`p.state IN ('unreadable', 'unmapped', 'unmatched', 'refused', 'failed')`;

/**
 * Gives the rows of one part of the inbox that a filter means, as FROM and WHERE: one for the list, its counts and the
 * figures, so that they agree. The rows are `sync_attempt a` with `attempt_dismissal d`, `rejected_item i`, or
 * `hook_payload p` with its `hook h`.
 */
export function inboxRows(ctx: Ctx, part: InboxPart, filter: InboxFilter): Prisma.Sql {
  const { state, source } = filter;
  const range = instantsOf(filter, ctx.tenant.timeZone);
  const of = (column: Prisma.Sql) =>
    source === null
      ? Prisma.empty
      : Prisma.sql`AND ${column} = (SELECT o.id FROM source o WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.slug = ${source})`;
  switch (part) {
    case 'unmatched': {
      const decided = {
        waiting: Prisma.sql`d.attempt_id IS NULL`,
        dismissed: Prisma.sql`d.attempt_id IS NOT NULL`,
        // One whose record came is in that record's history.
        settled: Prisma.sql`false`,
      }[state];
      return Prisma.sql`
        FROM sync_attempt a
        LEFT JOIN attempt_dismissal d ON d.tenant_id = a.tenant_id AND d.attempt_id = a.id
       WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.record_id IS NULL AND ${decided}
             ${within(Prisma.sql`a.attempted_at`, range)} ${of(Prisma.sql`a.record_source_id`)}`;
    }
    case 'rejected':
      return Prisma.sql`
        FROM rejected_item i
       WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.state = ${state}
             ${within(Prisma.sql`i.last_at`, range)} ${of(Prisma.sql`i.source_id`)}`;
    case 'payloads': {
      const decided = {
        waiting: WAITING_PAYLOAD,
        dismissed: Prisma.sql`p.state = 'dismissed'`,
        // What was applied is in the history of its record.
        settled: Prisma.sql`false`,
      }[state];
      return Prisma.sql`
        FROM hook_payload p
        JOIN hook h ON h.tenant_id = p.tenant_id AND h.id = p.hook_id
       WHERE p.tenant_id = ${ctx.tenantId}::uuid AND ${decided}
             ${within(Prisma.sql`p.received_at`, range)} ${of(Prisma.sql`h.source_id`)}`;
    }
    default:
      return part satisfies never;
  }
}
