import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Cause, isCause } from '#lib/causes/causes.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { decideForecast } from '#lib/forecasts/decide-forecast.ts';
import type { RecordFacts } from '#lib/forecasts/facts.ts';
import { readBasis } from '#lib/forecasts/read-basis.ts';
import { readRecordFacts } from '#lib/forecasts/read-facts.ts';
import { LIST_WORDS, type ListType } from '#lib/ledger-lists/list-contract.ts';
import { findProblem } from '#lib/problems/find-problem.ts';
import { EVERY_RECORD } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import { notifyRecordsChanged } from '#lib/records/notify-changes.ts';
import { CHECKED_MAX } from './check-contract.ts';
import { type Judged, judgeRecord } from './judge-record.ts';
import { readEvidence } from './read-evidence.ts';

const RECORDS = 1_000;
const TIMEOUT_MS = 60_000;
/** Longer than this nobody waits for the ledger: what could not be read is said. */
const PATIENCE_MINUTES = 10;

type Waiting = {
  problemId: string;
  connectionId: string | null;
  lists: ListType[];
  unread: ListType[];
  isOver: boolean;
};
type Row = Judged & { recordId: string; version: number };

const COLUMNS: readonly Column<Row>[] = [
  ['record_id', 'uuid', ({ recordId }) => recordId],
  ['verdict', 'text', ({ verdict }) => verdict],
  ['cause', 'text', ({ cause }) => cause],
  ['words', 'text', ({ words }) => words],
  ['record_version', 'integer', ({ version }) => version],
];

/**
 * Looks at the failed records of a problem once what its check waits for is read, or can't be read; gives whether it did.
 * All of it is one transaction: a worker that is killed leaves nothing, and of two workers one does it.
 */
export async function runProblemCheck(ctx: Ctx, checkId: string): Promise<boolean> {
  requirePermission(ctx, 'record:forecast');
  return ctx.transaction(
    async (tx) => {
      const waiting = await readWaiting(ctx, tx, checkId);
      if (waiting === null || !waiting.isOver) return false;
      const problem = await findProblem(ctx, tx, waiting.problemId);
      const failed = { ...EVERY_RECORD, problemId: waiting.problemId, syncStatus: 'failed' as const };
      const matching = await matchingRecords(ctx, tx, failed, Prisma.sql`r.id`);
      const ids = await tx.$queryRaw<{ id: string }[]>`SELECT m.id FROM (${matching}) m ORDER BY m.id`;
      const checked = ids.slice(0, CHECKED_MAX).map(({ id }) => id);
      for (let from = 0; from < checked.length; from += RECORDS) {
        await judgeBatch(ctx, tx, checkId, checked.slice(from, from + RECORDS), problem.cause);
      }
      await endCheck(ctx, tx, checkId, waiting, ids.length - checked.length);
      return true;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

async function readWaiting(ctx: Ctx, tx: TenantTx, checkId: string): Promise<Waiting | null> {
  const [row] = await tx.$queryRaw<(Waiting & { isReading: boolean; isTooLong: boolean })[]>`
    SELECT c.problem_id AS "problemId", p.connection_id AS "connectionId", c.lists,
           ARRAY(SELECT r.type FROM ledger_reading r
                  WHERE r.tenant_id = c.tenant_id AND ${OF_COMPANY} AND r.type = ANY (c.lists)
                    AND NOT (r.state = 'read' AND r.started_at >= c.requested_at) ORDER BY r.type) AS unread,
           EXISTS (SELECT FROM ledger_reading r
                    WHERE r.tenant_id = c.tenant_id AND ${OF_COMPANY} AND r.type = ANY (c.lists)
                      AND NOT (r.state IN ('read', 'failed') AND r.runner IS NULL AND r.ended_at >= c.requested_at
                               AND (r.state = 'failed' OR r.started_at >= c.requested_at)))
             OR EXISTS (SELECT FROM check_run k WHERE k.tenant_id = c.tenant_id AND k.id = c.run_id
                           AND k.state IN ('waiting', 'running')) AS "isReading",
           c.requested_at < now() - make_interval(mins => ${PATIENCE_MINUTES}::int) AS "isTooLong"
      FROM problem_check c JOIN problem p ON p.tenant_id = c.tenant_id AND p.id = c.problem_id
     WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ${checkId}::uuid AND c.state = 'waiting'
       FOR NO KEY UPDATE OF c SKIP LOCKED`;
  return row === undefined ? null : { ...row, isOver: !row.isReading || row.isTooLong };
}

/** Of records that name no company the only one that is connected is read. */
const OF_COMPANY = Prisma.sql`r.connection_id = coalesce(p.connection_id,
  (SELECT n.id FROM connection n WHERE n.tenant_id = c.tenant_id AND n.status IN ('connected', 'lost') LIMIT 1))`;

async function judgeBatch(ctx: Ctx, tx: TenantTx, checkId: string, ids: string[], cause: string): Promise<void> {
  const basis = await readBasis(ctx, tx);
  const records: RecordFacts[] = await readRecordFacts(ctx, tx, ids, 'failed', basis);
  if (records.length === 0) return;
  const known: Cause = isCause(cause) ? cause : 'unknown';
  const evidence = await readEvidence(ctx, tx, records, known, basis);
  const rows = records.map(
    (record): Row => ({
      ...judgeRecord(decideForecast(record, basis), evidence.get(record.id)),
      recordId: record.id,
      version: record.version,
    }),
  );
  await tx.$executeRaw`
    INSERT INTO problem_check_record (tenant_id, check_id, record_id, verdict, cause, words, record_version)
    SELECT ${ctx.tenantId}::uuid, ${checkId}::uuid, n.record_id, n.verdict, n.cause, n.words, n.record_version
      FROM ${recordset('n', rows, COLUMNS)}`;
}

async function endCheck(
  ctx: Ctx,
  tx: TenantTx,
  checkId: string,
  { problemId, unread }: Waiting,
  further: number,
): Promise<void> {
  const lists = unread.map((type) => LIST_WORDS[type].many.toLowerCase()).join(', ');
  const words = lists === '' ? null : `Not read anew: ${lists}. What is told goes by what was read before.`;
  await tx.$executeRaw`
    UPDATE problem_check SET state = 'ready', ended_at = now(), unread = ${words}, further = ${further}::int
     WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${checkId}::uuid`;
  const verdicts = await tx.$queryRaw<{ verdict: string; records: number }[]>`
    SELECT verdict, count(*)::int AS records FROM problem_check_record
     WHERE tenant_id = ${ctx.tenantId}::uuid AND check_id = ${checkId}::uuid GROUP BY verdict ORDER BY verdict`;
  const after = Object.fromEntries(verdicts.map(({ verdict, records }) => [verdict, records]));
  await recordAudit(ctx, tx, [{ action: 'problem.checked', subject: { type: 'problem', id: problemId }, after }]);
  await notifyRecordsChanged(ctx, tx, []);
}
