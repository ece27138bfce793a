import pg from 'pg';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { databaseUrl } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { RECORDS_CHANGED } from '#lib/records/notify-changes.ts';

/** Told of the kinds whose records may have changed. */
export type ChangeListener = (kinds: readonly Kind[]) => void;

/** One connection that listens for changes of any tenant, and tells each listener of its own tenant's. */
export type RecordWatch = {
  /** Tells `listener` of the tenant's changes until the function it gives is called. */
  subscribe(tenantId: string, listener: ChangeListener): () => void;
  /** Resolves while the database is being listened to; until then changes may be missed. */
  listening(): Promise<void>;
  /** Ends the connection and forgets the listeners. */
  close(): Promise<void>;
};

type Pauses = { firstMs: number; longestMs: number };

const PAUSES: Pauses = { firstMs: 250, longestMs: 10_000 };
/** A connection that has died silently is noticed within two of these. */
const CHECK_EVERY_MS = 30_000;

/**
 * Gives the watch of one database, which connects at the first listener and reconnects for ever. After each gap every
 * listener hears of all kinds, since what happened meanwhile is unknown.
 */
export function makeRecordWatch(connectionString: string, pauses: Pauses = PAUSES): RecordWatch {
  const listeners = new Map<string, Set<ChangeListener>>();
  let client: pg.Client | null = null;
  let listening = Promise.withResolvers<void>();
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isListening = false;
  let isStarted = false;
  let isClosed = false;

  function tell(tenantId: string, kinds: readonly Kind[]): void {
    for (const listener of listeners.get(tenantId) ?? []) listener(kinds);
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString,
      application_name: 'tieout-live',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
    });
    client = next;
    next.on('error', (error) => lose(next, error));
    next.on('end', () => lose(next, new Error('the connection ended')));
    next.on('notification', ({ payload }) => {
      const change = parseChange(payload);
      if (change !== null) tell(change.tenantId, change.kinds);
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${RECORDS_CHANGED}`);
      if (client !== next) return;
      failures = 0;
      isListening = true;
      listening.resolve();
      for (const tenantId of listeners.keys()) tell(tenantId, KINDS);
      timer = setInterval(() => next.query('SELECT 1').catch((error: Error) => lose(next, error)), CHECK_EVERY_MS);
      timer.unref();
    } catch (error) {
      lose(next, error as Error);
    }
  }

  function lose(lost: pg.Client, error: Error): void {
    if (client !== lost) return;
    client = null;
    clearInterval(timer);
    lost.end().catch(() => undefined);
    if (isClosed) return;
    if (isListening) listening = Promise.withResolvers<void>();
    isListening = false;
    const pauseMs = Math.min(pauses.firstMs * 2 ** failures, pauses.longestMs);
    failures += 1;
    log.warn({ err: error, pauseMs }, 'lost the connection that listens for changes');
    timer = setTimeout(connect, pauseMs);
    timer.unref();
  }

  return {
    subscribe(tenantId, listener) {
      const ofTenant = listeners.get(tenantId) ?? new Set();
      listeners.set(tenantId, ofTenant.add(listener));
      if (!isStarted) {
        isStarted = true;
        void connect();
      }
      return () => {
        ofTenant.delete(listener);
        if (ofTenant.size === 0 && listeners.get(tenantId) === ofTenant) listeners.delete(tenantId);
      };
    },
    listening: () => listening.promise,
    async close() {
      isClosed = true;
      listeners.clear();
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}

// Route bundles and `next dev` load modules more than once; the connection must stay one a process.
const kept = globalThis as { tieoutRecordWatch?: RecordWatch };

/**
 * Tells `listener` of changes to the records of the actor's tenant. Resolves, once changes are heard, with the
 * function that ends it. Throws `forbidden` without `record:read`.
 */
export async function watchRecords(ctx: Ctx, listener: ChangeListener): Promise<() => void> {
  requirePermission(ctx, 'record:read');
  kept.tieoutRecordWatch ??= makeRecordWatch(databaseUrl());
  let isHeard = false;
  const stop = kept.tieoutRecordWatch.subscribe(ctx.tenantId, (kinds) => {
    if (isHeard) listener(kinds);
  });
  await kept.tieoutRecordWatch.listening();
  isHeard = true;
  return stop;
}

function parseChange(payload: string | undefined): { tenantId: string; kinds: Kind[] } | null {
  try {
    const { tenantId, kinds } = JSON.parse(payload ?? '') as { tenantId?: unknown; kinds?: unknown };
    if (typeof tenantId !== 'string' || !Array.isArray(kinds)) return null;
    return { tenantId, kinds: KINDS.filter((kind) => kinds.includes(kind)) };
  } catch {
    return null;
  }
}
