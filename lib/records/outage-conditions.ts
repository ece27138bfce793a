import type { Ctx } from '#lib/access/context.ts';
import type { Cause } from '#lib/causes/causes.ts';
import type { CheckName } from '#lib/checks/check-contract.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { SyncStatus } from './kinds.ts';

/** What stops whatever a sync job sends, as long as it lasts. */
const LINK: readonly Cause[] = [
  'token_expired',
  'connection_revoked',
  'insufficient_scope',
  'insufficient_permission',
  'wrong_company',
  'subscription_lapsed',
  'provider_outage',
];

/** Which failures an outage that a check found explains, by their causes. */
const EXPLAINED: Partial<Record<CheckName, readonly Cause[]>> = {
  authorised: LINK,
  expiry: LINK,
  right_company: LINK,
  permissions: LINK,
  job_link: LINK,
  proof_of_life: LINK,
  plan: ['subscription_lapsed', 'plan_tier'],
  quota: ['rate_limit'],
  closed_periods: ['closed_period'],
};

/** Where nothing gets through, what is pending waits for the end of it; other trouble stops some records alone. */
const HOLDING_BACK: CheckName[] = ['authorised', 'right_company', 'permissions', 'plan', 'job_link', 'proof_of_life'];

/**
 * The conditions that a record of one status failed, or waited, because of an outage: its last attempt, by a job, lies
 * within it and was refused for what the outage is about; or it has been pending since before its end. Tieout's own link
 * holds nothing back, since sync jobs have theirs. A record that names no connection counts where there is only one.
 */
export function outageConditions(ctx: Ctx, outageId: string, status: SyncStatus): Prisma.Sql[] {
  const ofOutage = (value: Prisma.Sql) =>
    Prisma.sql`(SELECT ${value} FROM connection_outage o WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id = ${outageId}::uuid)`;
  const isBeforeEnd = Prisma.sql`r.list_date < ${ofOutage(Prisma.sql`coalesce(o.ended_at, 'infinity')`)}`;
  const isOfConnection = Prisma.sql`(r.connection_id = ${ofOutage(Prisma.sql`o.connection_id`)} OR r.connection_id IS NULL
    AND (SELECT count(*) = 1 FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid))`;
  switch (status) {
    case 'failed':
      return [
        Prisma.sql`r.list_date >= ${ofOutage(Prisma.sql`o.began_at`)}`,
        isBeforeEnd,
        isOfConnection,
        Prisma.sql`NOT r.is_by_hand`,
        Prisma.sql`r.cause = ANY (${ofOutage(EXPLAINED_CAUSES)}::text[])`,
      ];
    case 'pending':
      return [
        isBeforeEnd,
        isOfConnection,
        ofOutage(Prisma.sql`o.matter <> 'own_link' AND o.check_name = ANY (${HOLDING_BACK}::text[])`),
      ];
    case 'complete':
      return [Prisma.sql`false`];
    default:
      return status satisfies never;
  }
}

const EXPLAINED_CAUSES = Prisma.sql`CASE o.check_name ${Prisma.join(
  Object.entries(EXPLAINED).map(([check, causes]) => Prisma.sql`WHEN ${check} THEN ${[...causes]}::text[]`),
  ' ',
)} END`;
