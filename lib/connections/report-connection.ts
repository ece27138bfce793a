import { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { newId } from '#lib/core/ids.ts';
import { instantText, optionalText, requiredText } from '#lib/core/schemas.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { recordConnectionEvent } from './record-connection-event.ts';

const AHEAD_MS = 5 * 60_000;
const MESSAGE_MAX = 4_000;

/** What `POST /connections/report` takes. */
export const connectionReport = z
  .strictObject({
    ledger: z.enum(LEDGERS, `must be one of ${LEDGERS.join(', ')}`),
    companyId: requiredText(255).meta({
      description: 'The QuickBooks Online realm id or the Xero organisation id that the job writes to.',
    }),
    state: z.enum(['ok', 'broken'], 'must be ok or broken').meta({
      description: 'Whether the ledger lets the sync job in with the job’s own token.',
    }),
    message: optionalText(MESSAGE_MAX).meta({ description: 'The ledger’s own words; shown as they are.' }),
    checkedAt: instantText.optional().meta({ description: 'When the job found it so; now, if left out.' }),
  })
  .meta({ id: 'ConnectionReport' });

/** What became of a report. */
export type ReportOutcome = {
  id: string;
  /** `duplicate`: this source had said the very same before. */
  result: 'created' | 'duplicate';
  connectionId: string;
  /** False if Tieout itself has no consent of this company: it knows it by such reports and by records alone. */
  isConnected: boolean;
};

type ConnectionRow = { id: string; status: string };
type Known = { id: string; state: string; message: string | null; checkedAt: Date };

/**
 * Keeps what a sync job says of its own link to a company, whose token is another app's, so that nothing else can tell
 * Tieout. A company that nobody has named yet becomes a connection that is not connected. The same report again changes
 * nothing. Throws `invalid_input`.
 */
export async function reportConnection(ctx: Ctx, body: unknown): Promise<ReportOutcome> {
  requirePermission(ctx, 'connection:report');
  const { actor } = ctx;
  if (actor.type !== 'api_key') throw new AppError('forbidden', { message: 'Only an API key reports for a source.' });
  const now = Date.now();
  const parsed = connectionReport.safeParse(body);
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const { ledger, companyId, state, message = null, checkedAt } = parsed.data;
  if (checkedAt !== undefined && Date.parse(checkedAt) > now + AHEAD_MS) {
    throw invalid([{ field: 'checkedAt', message: 'must not lie more than 5 minutes ahead' }]);
  }
  return ctx.transaction(async (tx) => {
    const { id: connectionId, status } = await lockConnection(ctx, tx, ledger, companyId);
    const outcome = { connectionId, isConnected: status === 'connected' };
    const at = checkedAt ?? new Date(now).toISOString();
    const [same] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM connection_report
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
         AND source_id = ${actor.sourceId}::uuid AND checked_at = ${at}::timestamptz AND state = ${state}
         AND message IS NOT DISTINCT FROM ${message}`;
    if (same !== undefined) return { id: same.id, result: 'duplicate', ...outcome };
    const [before] = await tx.$queryRaw<Known[]>`
      SELECT id, state, message, checked_at AS "checkedAt" FROM connection_report
       WHERE tenant_id = ${ctx.tenantId}::uuid AND connection_id = ${connectionId}::uuid
         AND source_id = ${actor.sourceId}::uuid
       ORDER BY checked_at DESC, id DESC LIMIT 1`;
    const id = newId();
    await tx.$executeRaw`
      INSERT INTO connection_report (tenant_id, id, connection_id, source_id, state, message, checked_at)
      VALUES (${ctx.tenantId}::uuid, ${id}::uuid, ${connectionId}::uuid, ${actor.sourceId}::uuid, ${state}, ${message},
              ${at}::timestamptz)`;
    const isLate = before !== undefined && before.checkedAt.toISOString() > at;
    const isNews = !isLate && (before?.state !== state || before.message !== message);
    // A job that says every few minutes that all is well would bury everything else.
    if (!isNews) return { id, result: 'created', ...outcome };
    const after = { ledger, companyId, state, message, checkedAt: at };
    const was = before === undefined ? null : { state: before.state, message: before.message };
    await recordConnectionEvent(ctx, tx, {
      connectionId,
      type: 'reported_by_job',
      facts: { sourceId: actor.sourceId, state, message, checkedAt: at, before: was },
    });
    await recordAudit(ctx, tx, [
      { action: 'connection.reported', subject: { type: 'connection', id: connectionId }, before: was, after },
    ]);
    return { id, result: 'created', ...outcome };
  });
}

/** The row of a company, made if nobody has named it yet, and locked: two reports of one source come one after the other. */
async function lockConnection(ctx: Ctx, tx: TenantTx, ledger: string, companyId: string): Promise<ConnectionRow> {
  await tx.$executeRaw`
    INSERT INTO connection (tenant_id, id, ledger, company_id, company_name)
    VALUES (${ctx.tenantId}::uuid, ${newId()}::uuid, ${ledger}, ${companyId}, ${companyId})
    ON CONFLICT (tenant_id, ledger, company_id) DO NOTHING`;
  const rows = await tx.$queryRaw<[ConnectionRow]>`
    SELECT id, status FROM connection
     WHERE tenant_id = ${ctx.tenantId}::uuid AND ledger = ${ledger} AND company_id = ${companyId}
       FOR NO KEY UPDATE`;
  return rows[0];
}

function invalid(fields: { field: string; message: string }[]): AppError {
  return new AppError('invalid_input', { message: 'Nothing was done: the report is not as it should be.', fields });
}
