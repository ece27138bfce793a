import { isUtf8 } from 'node:buffer';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { FieldError } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { InboxFilter, InboxPage, WaitingPayload } from './inbox-contract.ts';
import { beyond, type DecisionRow, decisionOf, type InboxRequest, pageOf, readInboxCursor } from './inbox-page.ts';
import { inboxRows } from './inbox-rows.ts';

/** More of a payload's body than this is not shown in a list. */
const TEXT_MAX = 64 * 1024;

type PayloadRow = Omit<WaitingPayload, 'receivedAt' | 'reasons' | 'values' | 'text' | 'decision'> & {
  receivedAt: Date;
  reasons: FieldError[] | null;
  values: Record<string, string> | null;
  body: Uint8Array;
} & DecisionRow;

/** Gives a page of what hooks received and nobody could place, the newest first. */
export async function listInboxPayloads(
  ctx: Ctx,
  filter: InboxFilter,
  request: InboxRequest,
): Promise<InboxPage<WaitingPayload>> {
  requirePermission(ctx, 'record:read');
  const cursor = readInboxCursor(request, 'payloads');
  const found = inboxRows(ctx, 'payloads', filter);
  const rows = await ctx.transaction(
    (tx) => tx.$queryRaw<PayloadRow[]>`
      SELECT p.id, p.hook_id AS "hookId", p.hook_name AS "hookName", s.slug AS source, p.received_at AS "receivedAt", p.state,
             p.reasons, p.mapped AS values, p.size, p.is_cut AS "isCut", substring(p.body FOR ${TEXT_MAX}::int) AS body,
             p.settled_at AS "decidedAt", u.name AS "decidedByName", p.settled_reason AS "decisionReason"
        FROM (SELECT p.*, h.name AS hook_name, h.source_id ${found} ${beyond(Prisma.sql`p.received_at, p.id`, cursor)}
               ORDER BY p.received_at DESC, p.id DESC LIMIT ${request.limit + 1}::int) p
        JOIN source s ON s.tenant_id = p.tenant_id AND s.id = p.source_id
        LEFT JOIN app_user u ON u.id = p.settled_by
       ORDER BY p.received_at DESC, p.id DESC`,
  );
  const payloads = rows.map(
    ({ decidedAt, decidedByName, decisionReason, body, receivedAt, ...row }): WaitingPayload => ({
      ...row,
      receivedAt: receivedAt.toISOString(),
      reasons: row.reasons ?? [],
      values: row.values ?? {},
      text: textOf(body),
      decision: filter.state === 'waiting' ? null : decisionOf({ decidedAt, decidedByName, decisionReason }),
    }),
  );
  return pageOf(payloads, 'payloads', ({ receivedAt }) => receivedAt, request, cursor);
}

/** Null for what is no text. Where the body was cut, its last character may be cut too. */
function textOf(body: Uint8Array): string | null {
  const whole = [0, 1, 2, 3].map((cut) => body.subarray(0, body.length - cut)).find((part) => isUtf8(part));
  return whole === undefined ? null : Buffer.from(whole).toString('utf8');
}
