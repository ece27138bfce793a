import { createHook, type NewHook } from '#lib/hooks/create-hook.ts';
import { listPayloads } from '#lib/hooks/list-payloads.ts';
import { runPayloads } from '#lib/hooks/run-payloads.ts';
import { POST } from '../../app/api/v1/hooks/[token]/route.ts';
import { type Answer, callRoute } from './api-call.ts';
import { memberOf, type TestTenant } from './tenant.ts';

/** Makes a hook of the tenant's source; gives its id and the secret of its address. */
export async function makeHook(
  tenant: TestTenant,
  options: Partial<NewHook> = {},
): Promise<{ id: string; token: string }> {
  const input = { name: 'Zap', sourceSlug: tenant.sourceSlug, preset: null, ...options };
  const { id, path } = await createHook(memberOf(tenant), input);
  return { id, token: path.split('/').at(-1) ?? '' };
}

/** Posts to a hook as the server would hand it over: text as it is, anything else as JSON. */
export function post(token: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return callRoute(POST, { body: sent as BodyInit, headers, params: { token } });
}

/** Lets the worker do all that waits; gives what became of every payload, in the order they came. */
export async function workThrough(tenant: TestTenant) {
  while ((await runPayloads(tenant.info.id)) > 0);
  const { payloads } = await listPayloads(memberOf(tenant), { hookId: null, show: 'all', limit: 1000, cursor: null });
  return payloads.toReversed();
}
