import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { findFinished, keepFinished } from '#lib/exports/finished-exports.ts';
import { refuseExport } from '#lib/exports/refuse-export.ts';
import { type ExportWish, type StartedExport, startExport } from '#lib/exports/start-export.ts';
import { exportStatements } from '#lib/exports/statements.ts';
import { DEFAULT_SORT } from '#lib/records/list-contract.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { memberOf } from '#tests/factories/tenant.ts';

function act({ tenant }: FilledTenant): Ctx {
  return memberOf(tenant);
}

function exportOf({ operationId }: FilledTenant): ExportWish {
  return {
    scope: { by: 'operation', operationId },
    sort: DEFAULT_SORT,
    columns: [{ id: 'number', label: 'Number' }],
    options: { format: 'csv', hasAttempts: false, hasLines: false },
    sheetName: 'Invoices',
    fileName: 'export',
    remarks: [],
  };
}

function finishedExport(): StartedExport {
  const standing = { rows: 1, total: 1, bytes: 1, state: 'done' as const };
  const nothing = Promise.resolve();
  return {
    id: newId(),
    file: path.join(tmpdir(), `tieout-${newId()}.csv`),
    fileName: 'SECRET.csv',
    processId: undefined,
    checkpoint: null,
    standing: () => standing,
    changed: () => nothing,
    counted: Promise.resolve(1),
    finished: Promise.resolve(standing),
    cancel: () => nothing,
  };
}

/** The cases of lib/exports; see isolation-cases.ts. */
export const EXPORT_CASES: Record<string, (own: FilledTenant, other: FilledTenant) => Promise<unknown>> = {
  startExport: async (own, other) => {
    const started = await startExport(act(own), exportOf(other), { signal: AbortSignal.timeout(10_000) });
    await started.finished;
    return readFile(started.file, 'utf8');
  },
  exportStatements: (own, other) =>
    act(own).transaction(async (tx) => {
      const { records } = await exportStatements(act(own), tx, exportOf(other));
      return tx.$queryRawUnsafe(records.text, ...records.values);
    }),
  refuseExport: (own, other) => refuseExport(act(own), { operationId: other.operationId }).catch(() => null),
  keepFinished: async (own, other) => {
    const finished = finishedExport();
    keepFinished(act(other), finished);
    return findFinished(act(own), finished.id);
  },
  findFinished: async (own, other) => {
    const finished = finishedExport();
    keepFinished(act(other), finished);
    return findFinished(act(own), finished.id);
  },
};
