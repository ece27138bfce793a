import type { Ctx } from '#lib/access/context.ts';
import { firstIdAt } from '#lib/core/ids.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { withFormer } from './former-problems.ts';
import type { ProblemDone } from './problem-contract.ts';
import type { Solving } from './prove-solutions.ts';

const EACH_MAX = 20;

/** A problem that is being solved, and what it is about. */
export type DoneFor = Solving & { aboutName: string | null; aboutId: string | null };

/** Says what was done while a problem was open: notes, changes of its object in the ledger's lists, and records put back. */
export async function readDone(ctx: Ctx, tx: TenantTx, problem: DoneFor): Promise<ProblemDone> {
  return {
    notes: await readNotes(ctx, tx, problem),
    ledgerChanges: await readLedgerChanges(ctx, tx, problem),
    putBacks: await readPutBacks(ctx, tx, problem),
  };
}

function readNotes({ tenantId }: Ctx, tx: TenantTx, { id, openedAt }: DoneFor): Promise<ProblemDone['notes']> {
  return tx.$queryRaw<ProblemDone['notes']>`
    SELECT ${iso('at')} AS at, actor_name AS "byName", note AS text FROM audit_event
     WHERE tenant_id = ${tenantId}::uuid AND subject_type = 'problem' AND subject_id IN ${withFormer(tenantId, id)}
       AND action = 'problem.noted' AND note IS NOT NULL AND at >= ${openedAt}::timestamptz
     ORDER BY id DESC LIMIT ${EACH_MAX}::int`;
}

/** Messages name an object by its name, its code or its id. */
async function readLedgerChanges(
  { tenantId }: Ctx,
  tx: TenantTx,
  { connectionId, openedAt, aboutName, aboutId }: DoneFor,
): Promise<ProblemDone['ledgerChanges']> {
  if (connectionId === null || (aboutName === null && aboutId === null)) return [];
  return tx.$queryRaw<ProblemDone['ledgerChanges']>`
    SELECT ${iso('c.at')} AS at, c.type, c.name, c.what, c.before, c.after FROM ledger_item_change c
     WHERE c.tenant_id = ${tenantId}::uuid AND c.connection_id = ${connectionId}::uuid AND c.at >= ${openedAt}::timestamptz
       AND (c.external_key = ${aboutId}::text
            OR lower(${aboutName}::text) IN (lower(c.name), lower(c.before ->> 'name'), lower(c.before ->> 'code'),
                                             lower(c.after ->> 'name'), lower(c.after ->> 'code')))
     ORDER BY c.at DESC, c.id DESC LIMIT ${EACH_MAX}::int`;
}

/** What one person did at once is one entry. */
function readPutBacks(
  { tenantId }: Ctx,
  tx: TenantTx,
  { problemKey, openedAt }: DoneFor,
): Promise<ProblemDone['putBacks']> {
  return tx.$queryRaw<ProblemDone['putBacks']>`
    SELECT ${iso('max(e.at)')} AS at, max(e.actor_name) AS "byName", count(DISTINCT e.subject_id)::int AS records
      FROM audit_event e
     WHERE e.tenant_id = ${tenantId}::uuid AND e.action = 'record.status_changed'
       AND e.id >= ${firstIdAt(openedAt.getTime())}::uuid AND e.after ->> 'syncStatus' = 'pending'
       AND e.subject_id IN (SELECT a.record_id FROM message_diagnosis d
                              JOIN sync_attempt a ON a.tenant_id = ${tenantId}::uuid AND a.error_message_id = d.message_id
                                                 AND a.attempted_at >= ${openedAt}::timestamptz
                             WHERE d.tenant_id = ${tenantId}::uuid AND d.problem_key = ${problemKey}::uuid)
     GROUP BY e.correlation_id, e.actor_id
     ORDER BY 1 DESC LIMIT ${EACH_MAX}::int`;
}

function iso(column: string): Prisma.Sql {
  return Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}
