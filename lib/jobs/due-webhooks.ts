import { database } from '#lib/db/client.ts';

export type DueWebhook = { tenantId: string; id: string; isFailing: boolean };

/** Gives the subscriptions of every tenant that something is to be sent to now; ids alone, for the worker. */
export function listDueWebhooks(): Promise<DueWebhook[]> {
  return database().$queryRaw<DueWebhook[]>`
    SELECT tenant_id AS "tenantId", id, is_failing AS "isFailing" FROM due_webhook_subscriptions()`;
}
