import { AppError } from '#lib/core/app-error.ts';
import { database } from '#lib/db/client.ts';
import { type ApiKeyParts, hashApiKeyText, readApiKeyText } from './api-key-text.ts';
import { type Ctx, makeContext } from './context.ts';
import { permissionsOfScopes } from './permissions.ts';

/** `last_used_at` is written at most this often a key, so that reading does not mean writing. */
const LAST_USE_SECONDS = 60;

type KeyRow = {
  id: string;
  name: string;
  sourceId: string;
  scopes: string[];
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
  const row = parts === null ? undefined : await findKey(parts, hashApiKeyText(text));
  if (parts === null || row === undefined) {
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

/** Every call begins here: the database enters the key's tenant and finds the key by one statement. */
async function findKey({ tenantId, prefix }: ApiKeyParts, hash: Uint8Array): Promise<KeyRow | undefined> {
  const [row] = await database().$queryRaw<KeyRow[]>`
    SELECT id, name, source_id AS "sourceId", scopes, tenant_slug AS "tenantSlug", tenant_name AS "tenantName",
           time_zone AS "timeZone", currency, locale
      FROM use_api_key(${tenantId}::uuid, ${prefix}, ${hash}::bytea, ${LAST_USE_SECONDS}::int)`;
  return row;
}
