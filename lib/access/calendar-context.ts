import { newId } from '#lib/core/ids.ts';
import { database } from '#lib/db/client.ts';
import { tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { readCalendarText } from './calendar-text.ts';
import { type Ctx, makeContext } from './context.ts';

/**
 * Takes the secret part of a calendar's address; gives the `Ctx` to read that calendar with and nothing else, and notes
 * that it was read. Null for every address that is not good: made up, of nobody, or revoked.
 */
export async function calendarContext(token: string, address: string | null): Promise<Ctx | null> {
  const parts = readCalendarText(token);
  if (parts === null) return null;
  const { tenantId, secretHash } = parts;
  const feed = await tenantTransaction(tenantId, async (tx) => {
    const [row] = await tx.$queryRaw<{ id: string; name: string }[]>`
      UPDATE calendar_feed SET last_read_at = now()
       WHERE tenant_id = ${tenantId}::uuid AND secret_hash = ${secretHash}::bytea AND revoked_at IS NULL
      RETURNING id, name`;
    return row;
  });
  const tenant = feed && (await database().tenant.findUnique({ where: { id: tenantId } }));
  if (feed === undefined || tenant === null || tenant === undefined) return null;
  const { id, slug, name, timeZone, currency, locale } = tenant;
  return makeContext({
    tenant: { id, slug, name, timeZone, currency, locale },
    actor: { type: 'job', id: null, name: `calendar ${feed.name}` },
    permissions: new Set(['calendar:read']),
    requestId: newId(),
    address,
  });
}
