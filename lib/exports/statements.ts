import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { RecordFilter, Sort } from '#lib/records/list-contract.ts';
import { matchingRecords } from '#lib/records/matching-records.ts';
import { SORT_COLUMNS } from '#lib/records/sort-columns.ts';
import type { ExportOptions } from './export-contract.ts';
import type { ExportColumn, ExportJob, Statement } from './export-job.ts';
import { ATTEMPT_COLUMNS, LINE_COLUMNS } from './further-columns.ts';
import { recordColumns } from './record-columns.ts';
import { bindColumns, type SheetColumn } from './sheet-column.ts';
import { TOTALS_COLUMNS, TOTALS_GROUPS } from './totals.ts';

/** Which records: what a filter matches, or exactly those of a bulk operation, as it froze them. */
export type ExportScope = { by: 'filter'; filter: RecordFilter } | { by: 'operation'; operationId: string };

type Wish = { scope: ExportScope; sort: Sort; columns: readonly ExportColumn[]; options: ExportOptions };

/** Gives the statements of an export, for a process that only runs them. */
export async function exportStatements(
  ctx: Ctx,
  tx: TenantTx,
  { scope, sort, columns, options }: Wish,
): Promise<ExportJob['statements']> {
  const records = await recordsOf(ctx, tx, scope);
  const direction = Prisma.raw(sort.direction === 'desc' ? 'DESC' : 'ASC');
  const order = Prisma.sql`r.${SORT_COLUMNS[sort.key].column} ${direction}, r.id ${direction}`;
  const source = (of: string) =>
    Prisma.raw(`JOIN source s ON s.tenant_id = ${of}.tenant_id AND s.id = ${of}.source_id`);

  const attempts = Prisma.sql`(${records}) r JOIN sync_attempt a
    ON a.tenant_id = ${ctx.tenantId}::uuid AND a.record_id = r.id`;
  const lines = Prisma.sql`(${records}) r JOIN sync_record_line l
    ON l.tenant_id = ${ctx.tenantId}::uuid AND l.record_id = r.id`;
  const isWorkbook = options.format === 'xlsx';
  return {
    totals: statement(
      Prisma.sql`SELECT ${Prisma.raw(TOTALS_COLUMNS)} FROM (${records}) r GROUP BY ${Prisma.raw(TOTALS_GROUPS)}`,
    ),
    records: statement(
      Prisma.sql`SELECT ${listOf(recordColumns(columns))} FROM (${records}) r ${source('r')} ORDER BY ${order}`,
    ),
    attempts: !(isWorkbook && options.hasAttempts)
      ? null
      : {
          count: statement(Prisma.sql`SELECT count(*) FROM ${attempts}`),
          rows: statement(
            Prisma.sql`SELECT ${listOf(ATTEMPT_COLUMNS)} FROM ${attempts} ${source('a')}
                        ORDER BY ${order}, a.attempted_at, a.external_id`,
          ),
        },
    lines: !(isWorkbook && options.hasLines)
      ? null
      : {
          count: statement(Prisma.sql`SELECT count(*) FROM ${lines}`),
          rows: statement(Prisma.sql`SELECT ${listOf(LINE_COLUMNS)} FROM ${lines} ORDER BY ${order}, l.line_no`),
        },
  };
}

function recordsOf(ctx: Ctx, tx: TenantTx, scope: ExportScope): Promise<Prisma.Sql> | Prisma.Sql {
  if (scope.by === 'filter') return matchingRecords(ctx, tx, scope.filter, Prisma.sql`r.*`);
  return Prisma.sql`SELECT r.* FROM bulk_item i JOIN sync_record r ON r.tenant_id = i.tenant_id AND r.id = i.record_id
    WHERE i.tenant_id = ${ctx.tenantId}::uuid AND i.operation_id = ${scope.operationId}::uuid`;
}

function listOf(columns: readonly SheetColumn[]): Prisma.Sql {
  return Prisma.raw(bindColumns(columns).expressions.join(', '));
}

function statement({ text, values }: Prisma.Sql): Statement {
  return { text, values };
}
