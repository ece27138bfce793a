import { workerContext } from '#lib/access/acting-context.ts';
import { resealTokens } from '#lib/connections/reseal-tokens.ts';
import { resealChannels } from '#lib/notices/reseal-channels.ts';
import { sealingKeyId } from '#lib/secrets/key-ring.ts';
import { resealSecrets } from '#lib/webhooks/reseal-secrets.ts';
import type { JobRun } from './registry.ts';
import { secretsByKey } from './secrets-by-key.ts';

/** Encrypts anew, tenant by tenant, whatever is not under the first key of the ring, so that older keys can go. */
export async function resealSecretsOfAll({ log, signal }: Pick<JobRun, 'log' | 'signal'>): Promise<void> {
  const current = sealingKeyId();
  const uses = await secretsByKey();
  const tenants = new Set(uses.filter(({ keyId }) => keyId !== current).map(({ tenantId }) => tenantId));
  for (const tenantId of tenants) {
    if (signal.aborted) return;
    try {
      const ctx = await workerContext(tenantId, 'key ring', ['webhook:manage', 'connection:manage', 'notice:manage']);
      const resealed =
        (await resealSecrets(ctx, signal)) + (await resealTokens(ctx, signal)) + (await resealChannels(ctx));
      if (resealed > 0) log.info({ tenantId, resealed, keyId: current }, 'secrets encrypted anew');
    } catch (error) {
      log.error({ tenantId, err: error }, 'secrets not encrypted anew');
    }
  }
}
