import { AppError } from '#lib/core/app-error.ts';
import { type TenantTx, tenantTransaction } from '#lib/db/tenant-transaction.ts';
import { isApiKeyText, readApiKeyText } from './api-key-text.ts';
import { type Ctx, makeContext } from './context.ts';
import { permissionsOfScopes } from './permissions.ts';

/** `last_used_at` is written at most this often a key, so that reading does not mean writing. */
const LAST_USE_SECONDS = 60;

type KeyRow = {
  id: string;
  name: string;
  sourceId: string;
  secretHash: Uint8Array;
  scopes: string[];
  revokedAt: Date | null;
  isUseStale: boolean;
  tenantSlug: string;
  tenantName: string;
  timeZone: string;
  currency: string;
  locale: string;
};

/**
 * Takes the Authorization header of a call; gives what the key may do, in its own tenant.
 * Throws `unauthenticated` with one sentence for every key that is not good, known or not.
 */
export async function apiKeyContext(
  authorization: string | null,
  request: { requestId: string; address: string | null },
): Promise<Ctx> {
  const text = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (text === undefined) {
    throw new AppError('unauthenticated', { message: 'Send your API key in the header Authorization: Bearer <key>.' });
  }
  const parts = readApiKeyText(text);
  const row =
    parts === null
      ? null
      : await tenantTransaction(parts.tenantId, (tx) => useKey(tx, parts.tenantId, parts.prefix, text));
  if (parts === null || row === null) {
    throw new AppError('unauthenticated', { message: 'This API key is not valid, or was revoked.' });
  }
  return makeContext({
    tenant: {
      id: parts.tenantId,
      slug: row.tenantSlug,
      name: row.tenantName,
      timeZone: row.timeZone,
      currency: row.currency,
      locale: row.locale,
    },
    actor: { type: 'api_key', id: row.id, name: row.name, sourceId: row.sourceId },
    permissions: permissionsOfScopes(row.scopes),
    ...request,
  });
}

async function useKey(tx: TenantTx, tenantId: string, prefix: string, text: string): Promise<KeyRow | null> {
  const [row] = await tx.$queryRaw<KeyRow[]>`
    SELECT k.id, k.name, k.source_id AS "sourceId", k.secret_hash AS "secretHash", k.scopes, k.revoked_at AS "revokedAt",
           coalesce(k.last_used_at < now() - make_interval(secs => ${LAST_USE_SECONDS}::int), true) AS "isUseStale",
           t.slug AS "tenantSlug", t.name AS "tenantName", t.time_zone AS "timeZone", t.currency, t.locale
      FROM api_key k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.tenant_id = ${tenantId}::uuid AND k.prefix = ${prefix}`;
  if (row === undefined || !isApiKeyText(text, row.secretHash) || row.revokedAt !== null) return null;
  if (row.isUseStale) {
    await tx.$executeRaw`UPDATE api_key SET last_used_at = now() WHERE tenant_id = ${tenantId}::uuid AND id = ${row.id}::uuid`;
  }
  return row;
}
