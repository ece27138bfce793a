import { type Ctx, makeContext } from '#lib/access/context.ts';
import { changeReading } from '#lib/imports/change-reading.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import { claimImport, progressSql, writeImport } from '#lib/imports/claim-import.ts';
import { getImport } from '#lib/imports/get-import.ts';
import { listImportSources } from '#lib/imports/list-import-sources.ts';
import { listImports } from '#lib/imports/list-imports.ts';
import { listProblems } from '#lib/imports/list-problems.ts';
import { readRun, readRuns } from '#lib/imports/read-run.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { stopImport } from '#lib/imports/stop-import.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: new Set(['import:create', 'export:create']) });
}

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a,b');
}

export const IMPORT_CASES: Record<string, Case> = {
  receiveFile: (own) => receiveFile(act(own), { name: 'x.csv', size: null }, bytes()).then(({ state }) => state),
  changeReading: (own, other) => changeReading(act(own), { id: other.importId, reading: {} }),
  checkImport: (own, other) =>
    checkImport(act(own), { id: other.importId, choices: { holds: 'records', source: 'tms', kind: 'invoice' } }),
  runImport: (own, other) => runImport(act(own), other.importId),
  stopImport: (own, other) => stopImport(act(own), other.importId),
  getImport: (own, other) => getImport(act(own), other.importId),
  listImports: (own) => listImports(act(own), { limit: 100, cursor: null }),
  listImportSources: (own) => listImportSources(act(own)),
  listProblems: (own, other) => listProblems(act(own), other.importId, { phase: 'check', limit: 100, cursor: null }),
  readRun: (own, other) => act(own).transaction((tx) => readRun(act(own), tx, other.importId)),
  readRuns: (own) =>
    act(own).transaction((tx) => readRuns(act(own), tx, { beyond: null, isBackward: false, limit: 100 })),
  claimImport: (own, other) => act(own).transaction((tx) => claimImport(act(own), tx, other.importId)),
  writeImport: (own, other) =>
    act(own).transaction((tx) =>
      writeImport(act(own), tx, { importId: other.importId, token: other.importId }, progressSql('reading', 1, 2)),
    ),
};

export const IMPORT_TOUCHES_NO_TENANT: Record<string, string> = {
  wakeImporter: 'sends an empty notification',
};
