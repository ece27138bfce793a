import { database } from '#lib/db/client.ts';

/** So many secrets of one tenant are under one key; null is the way of webhooks that is older than the ring. */
export type KeyUse = { tenantId: string; purpose: string; keyId: string | null; secrets: number };

/** Counts the secrets of every tenant by the key they are encrypted with; counts alone, for the worker and the operator. */
export function secretsByKey(): Promise<KeyUse[]> {
  return database().$queryRaw<KeyUse[]>`
    SELECT tenant_id AS "tenantId", purpose, key_id AS "keyId", secrets FROM secrets_by_key()`;
}
