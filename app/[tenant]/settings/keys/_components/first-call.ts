import type { Scope } from '#lib/access/permissions.ts';

/** Gives a command line that uses a new key, with what its scopes allow: reading where it may, else a report. */
export function firstCall({ origin, key, scopes }: { origin: string; key: string; scopes: readonly Scope[] }): string {
  const head = `-H "Authorization: Bearer ${key}"`;
  if (scopes.includes('records:read')) return `curl "${origin}/api/v1/records?limit=5" ${head}`;
  const sending = `${head} -H "Content-Type: application/json"`;
  if (scopes.includes('attempts:write')) {
    const attempt = {
      externalId: 'first-1',
      record: { kind: 'invoice', sourceId: 'inv_1' },
      outcome: 'failed',
      attemptedAt: new Date().toISOString(),
      errorMessage: 'A first try.',
    };
    return `curl -X POST "${origin}/api/v1/attempts" ${sending} -d '${JSON.stringify({ attempts: [attempt] })}'`;
  }
  // Nothing to send or read: the contract says what such a key can do.
  if (!scopes.includes('records:write')) return `curl "${origin}/api/v1/openapi.json" ${head}`;
  const record = { kind: 'invoice', sourceId: 'inv_1', number: 'INV-1', amount: '10.00', currency: 'USD' };
  return `curl -X PUT "${origin}/api/v1/records" ${sending} -d '${JSON.stringify({ records: [record] })}'`;
}
