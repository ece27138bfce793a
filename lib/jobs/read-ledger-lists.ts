import { setTimeout } from 'node:timers/promises';
import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { compareCharts } from '#lib/comparisons/compare-charts.ts';
import { compareNames } from '#lib/comparisons/compare-names.ts';
import { CHART_TYPES } from '#lib/comparisons/comparison-contract.ts';
import { openLedger } from '#lib/connections/open-ledger.ts';
import { database } from '#lib/db/client.ts';
import { wakeDuplicateSearch } from '#lib/duplicates/wake-worker.ts';
import { readLedgerDocuments } from '#lib/ledger-documents/read-ledger-documents.ts';
import { callPace } from '#lib/ledger-lists/call-pace.ts';
import { SILENT_SECONDS } from '#lib/ledger-lists/claim-reading.ts';
import { LIST_TYPES, type ListType } from '#lib/ledger-lists/list-contract.ts';
import { readLedgerList } from '#lib/ledger-lists/read-ledger-list.ts';
import type { LedgerDoor, ReadingOptions } from '#lib/ledger-lists/run-reading.ts';
import type { DocumentKind } from '#lib/ledgers/ledger-document.ts';
import type { JobRun } from './registry.ts';

/** How the worker is named in what it does. */
const READER = 'Ledger lists';

/** So many companies at once in this worker; the lists of one come one after another, within its ledger's limits. */
const AT_ONCE = 6;
/** While companies are read, what falls due elsewhere waits no longer than this. */
const LOOK_MS = 1_000;
const REST_MS = 15_000;

type Due = { tenantId: string; connectionId: string; type: ListType | DocumentKind };
type Run = Pick<JobRun, 'log' | 'signal'>;

/**
 * Reads every list that is due, of whatever tenant: by the clock, because somebody asked, or since its worker died. A large
 * company holds up no other. What was read of a company is compared with its records at once.
 */
export async function readLedgerLists({ log, signal }: Run, door: LedgerDoor = openLedger): Promise<void> {
  const running = new Map<string, Promise<void>>();
  /** Until when a company is left alone of which nothing could be read: its turn is over, or something is wrong. */
  const restsUntil = new Map<string, number>();
  for (;;) {
    const due = signal.aborted ? [] : await listDueLists();
    for (const [connectionId, lists] of Map.groupBy(due, (one) => one.connectionId)) {
      const isResting = (restsUntil.get(connectionId) ?? 0) > performance.now();
      if (running.has(connectionId) || isResting || running.size >= AT_ONCE) continue;
      const ended = readCompany(turnOf(lists), { log, signal }, door)
        .then((read) => {
          if (read === 0) restsUntil.set(connectionId, performance.now() + REST_MS);
        })
        .finally(() => running.delete(connectionId));
      running.set(connectionId, ended);
    }
    if (running.size === 0) return;
    if (signal.aborted) await Promise.all(running.values());
    else await Promise.race([...running.values(), setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined)]);
  }
}

/** What is read of a company before what is due is looked at anew: its lists, or else documents of one kind, so that whoever asks for a list waits for no documents. */
function turnOf(due: readonly Due[]): readonly Due[] {
  const lists = due.filter(({ type }) => LIST_TYPES.some((one) => one === type));
  return lists.length > 0 ? lists : due.slice(0, 1);
}

/** Reads some of what is due of one company; gives how many were read to their end. */
async function readCompany(lists: readonly Due[], { log, signal }: Run, door: LedgerDoor): Promise<number> {
  const pace = callPace();
  const read = new Set<Due['type']>();
  for (const { tenantId, ...place } of lists) {
    if (signal.aborted) return read.size;
    try {
      const ctx = await workerContext(tenantId, READER, ['connection:check']);
      const outcome = await readDue(ctx, place, { door, pace, signal });
      if (outcome === 'read') read.add(place.type);
      if (outcome === 'broken') log.warn({ tenantId, ...place }, 'a ledger’s list could not be read');
    } catch (error) {
      log.error({ tenantId, ...place, err: error }, 'reading a ledger’s list failed');
    }
  }
  const [first] = lists;
  if (first === undefined || signal.aborted) return read.size;
  const { tenantId, connectionId } = first;
  try {
    const ctx = await workerContext(tenantId, READER, ['connection:check']);
    if (read.has('customer') || read.has('vendor')) await compareNames(ctx, connectionId);
    if (read.size > 0) await wakeDuplicateSearch(database());
    if (CHART_TYPES.some((type) => read.has(type))) await compareCharts(ctx, connectionId);
  } catch (error) {
    log.error({ tenantId, connectionId, err: error }, 'a ledger’s lists were not compared');
  }
  return read.size;
}

function readDue(ctx: Ctx, { connectionId, type }: Omit<Due, 'tenantId'>, options: ReadingOptions) {
  const list = LIST_TYPES.find((one) => one === type);
  return list === undefined
    ? readLedgerDocuments(ctx, { connectionId, kind: type as DocumentKind }, options)
    : readLedgerList(ctx, { connectionId, type: list }, options);
}

function listDueLists(): Promise<Due[]> {
  return database().$queryRaw<Due[]>`
    SELECT tenant_id AS "tenantId", connection_id AS "connectionId", type FROM due_ledger_lists(${SILENT_SECONDS}::int)`;
}
