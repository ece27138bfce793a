import { database } from '#lib/db/client.ts';
import { runPayloads } from '#lib/hooks/run-payloads.ts';
import type { JobRun } from './registry.ts';

/**
 * Works on what the hooks of all tenants received until nothing is left. Each tenant has a batch in turn, so that one with
 * a flood of payloads holds up no other.
 */
export async function hookWork({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const done = new Set<string>();
  for (;;) {
    const waiting = (await listTenants()).filter((id) => !done.has(id));
    if (waiting.length === 0) return;
    for (const tenantId of waiting) {
      if (signal.aborted) return;
      try {
        // Another worker may have taken what was there.
        if ((await runPayloads(tenantId)) === 0) done.add(tenantId);
      } catch (error) {
        done.add(tenantId);
        log.error({ tenantId, err: error }, 'hook payloads not worked on');
      }
    }
  }
}

async function listTenants(): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`SELECT id FROM tenants_with_hook_payloads() AS id`;
  return rows.map(({ id }) => id);
}
