import { type Ctx, makeContext } from '#lib/access/context.ts';
import { changeReading } from '#lib/imports/change-reading.ts';
import { checkImport } from '#lib/imports/check-import.ts';
import { claimImport, progressSql, writeImport } from '#lib/imports/claim-import.ts';
import { clearFiles } from '#lib/imports/clear-files.ts';
import { downloadRejected } from '#lib/imports/download-rejected.ts';
import { endImport, forgetMemory } from '#lib/imports/end-import.ts';
import { getImport } from '#lib/imports/get-import.ts';
import type { Detected } from '#lib/imports/import-contract.ts';
import { openFile } from '#lib/imports/import-file.ts';
import { reporterOfImport } from '#lib/imports/import-reporter.ts';
import { listImportProblems } from '#lib/imports/list-import-problems.ts';
import { listImportSources } from '#lib/imports/list-import-sources.ts';
import { listImports } from '#lib/imports/list-imports.ts';
import { readRun, readRuns } from '#lib/imports/read-run.ts';
import { receiveFile } from '#lib/imports/receive-file.ts';
import { rowReader } from '#lib/imports/row-items.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { recall, remember } from '#lib/imports/run-memory.ts';
import { stopImport } from '#lib/imports/stop-import.ts';
import { storeBatch } from '#lib/imports/store-batch.ts';
import { importReporter } from '#lib/ingest/batch.ts';
import type { Resolved } from '#lib/ingest/fold.ts';
import { forecastBatch } from '#lib/ingest/forecast-batch.ts';
import { keyTextOf, readRecords } from '#lib/ingest/record-store.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { keyContext } from '#tests/factories/tenant.ts';

type Case = (own: FilledTenant, other: FilledTenant) => Promise<unknown>;

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({ ...keyContext(tenant), permissions: new Set(['import:create', 'export:create']) });
}

const CHOICES = {
  holds: 'records',
  source: 'tms',
  kind: 'invoice',
  columns: [],
  fixed: [],
  outcomes: [],
  dateFormat: null,
  decimalMark: null,
  timeZone: null,
  emptyCells: 'keep',
} as const;

function claimOf(other: FilledTenant) {
  return { importId: other.importId, token: other.importId };
}

/** An act that claims to be within another tenant. */
function actingFor(own: FilledTenant, other: FilledTenant): Ctx {
  return { ...act(own), tenantId: other.tenant.info.id };
}

function resolvedOf(other: FilledTenant): Resolved {
  const key = { sourceId: other.tenant.sourceId, kind: 'invoice', externalKey: 'inv_1' } as const;
  const operation = {
    index: 0,
    text: '',
    document: null,
    reference: { kind: 'invoice', sourceId: 'inv_1' },
    attempt: null,
  } as const;
  const settings = readSourceSettings({});
  return { operation, key, keyText: keyTextOf(key), settings, connectionId: null };
}

const DETECTED = {
  rows: 0,
  encoding: null,
  separator: null,
  hasHeadings: false,
  sheets: [],
  sheet: null,
  columns: [],
  preview: [],
  holds: 'records',
  kind: null,
} as const satisfies Detected;

function someRun(own: FilledTenant) {
  return act(own).transaction((tx) => readRun(act(own), tx, own.importId));
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
  listImportProblems: (own, other) =>
    listImportProblems(act(own), other.importId, { phase: 'check', limit: 100, cursor: null }),
  downloadRejected: (own, other) => downloadRejected(act(own), other.importId, 'check'),
  clearFiles: (own) => clearFiles(act(own)),
  endImport: (own, other) => endImport(act(own), claimOf(other), 'finished'),
  forgetMemory: (own, other) => act(own).transaction((tx) => forgetMemory(actingFor(own, other), tx, other.importId)),
  openFile: (own, other) =>
    openFile(act(own), { id: other.importId, size: 3 })
      .bytes()
      .next()
      .catch(() => null),
  reporterOfImport: async (own) =>
    reporterOfImport(act(own), { ...(await someRun(own)), choices: CHOICES }).then(({ tenantId }) => tenantId),
  recall: (own, other) =>
    act(own)
      .transaction((tx) => recall(actingFor(own, other), tx, other.importId, [resolvedOf(other)], () => true))
      .then(({ records, attempts, unmatched, keys }) => [records, attempts, unmatched, [...keys]]),
  remember: (own, other) =>
    act(own).transaction((tx) => {
      const before = { records: [], attempts: [], unmatched: [], keys: new Set<string>() };
      const folded = { results: [], refused: [], records: [], attempts: [], links: [], endedLeases: [] };
      const batch = { resolved: [resolvedOf(other)], folded, before };
      return remember(actingFor(own, other), tx, other.importId, batch, () => true);
    }),
  storeBatch: (own, other) =>
    act(own).transaction((tx) => {
      const reader = rowReader('ndjson', { ...CHOICES, columns: [], fixed: [], outcomes: [] }, DETECTED);
      const outcome = { batch: { number: 1, rows: [] }, reader, results: [], repeated: 0, listed: 0 };
      return storeBatch(actingFor(own, other), tx, claimOf(other), 'run', outcome);
    }),
  forecastBatch: (own, other) =>
    act(own).transaction(async (tx) => {
      const reporter = importReporter(actingFor(own, other), { id: other.importId, sourceId: other.tenant.sourceId });
      const nothing = async () => ({ records: [], attempts: [], unmatched: [] });
      return (await forecastBatch(tx, reporter, [resolvedOf(other).operation], nothing)).folded.results;
    }),
  readRecords: (own, other) =>
    act(own).transaction((tx) => readRecords(tx, other.tenant.info.id, [resolvedOf(other).key])),
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
  listWaitingImports: 'gives the worker the ids of what waits, of every tenant',
  clearImportFiles: 'clears the files of every tenant, each by an act of its own',
};
