import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from '#tests/factories/as-owner.ts';
import { makeTenant } from '#tests/factories/tenants.ts';
import { runNode } from '#tests/setup/run-process.ts';
import type { Entity } from '#tests/simulators/qbo/entities.ts';
import { type Phase, type QuickBooks, startQuickBooks } from '#tests/simulators/quickbooks.ts';

const KILLS = 100;
const LANES = 3;
const INVOICES = 260;
const STRANGER = 'Nobody Ltd';

const isStranger = (n: number) => n % 20 === 7;
const invoice = (n: number, amount: string) => ({
  kind: 'invoice',
  sourceId: `inv_${n}`,
  number: `INV-${n}`,
  amount,
  currency: 'USD',
  payer: isStranger(n) ? STRANGER : 'Acme Retail',
  sourceStatus: 'created',
  lines: [{ lineNo: 1, description: 'Linehaul', amount }],
});

const payment = (n: number) => ({
  kind: 'invoice_payment',
  sourceId: `pay_${n}`,
  number: `PAY-${n}`,
  amount: '40.00',
  currency: 'USD',
  payer: 'Acme Retail',
  sourceStatus: 'posted',
  applies: [{ kind: 'invoice', sourceId: `inv_${n}`, amount: '40.00' }],
});

const firstAmount = (n: number) => `${100 + n}.25`;
const changedAmount = (n: number) => `${500 + n}.50`;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

type ApiRecord = {
  id: string;
  sourceId: string;
  number: string;
  amount: string;
  syncStatus: string;
  referenceNumber: string | null;
  syncedAmount: string | null;
  errorMessage: string | null;
};

test('a sync job killed a hundred times writes each document once, and Tieout tells the truth about each', async ({
  baseURL,
}) => {
  test.setTimeout(240_000);
  const tieout = baseURL ?? '';
  const key = await makeKey();
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-sync-job-'));
  const waiting = new Map<string, { phase: Phase; calls: number; reached: () => void }>();
  const ledger = await startQuickBooks({
    requestMemoryMs: 3_000,
    knows: (name) => name !== STRANGER,
    fault: () => {
      const chance = Math.random();
      if (chance < 0.02) return 'throttled';
      if (chance < 0.04) return 'unavailable';
      return chance < 0.08 ? 'answer_lost' : null;
    },
    onPhase(token, phase) {
      const wanted = waiting.get(token);
      if (wanted === undefined || wanted.phase !== phase) return;
      wanted.calls -= 1;
      if (wanted.calls === 0) wanted.reached();
    },
  });

  const api = (route: string, method = 'GET', body?: unknown) => callApi(`${tieout}/api/v1${route}`, key, method, body);
  const put = (records: unknown[]) => api('/records', 'PUT', { records });
  const start = (token: string, state: string, more: Record<string, string> = {}) =>
    runNode(['examples/sync-job.ts'], {
      TIEOUT_URL: tieout,
      TIEOUT_KEY: key,
      LEDGER_URL: ledger.url,
      LEDGER_TOKEN: token,
      SYNC_JOB_STATE: state,
      SYNC_JOB_LEASE_SECONDS: '2',
      SYNC_JOB_LIMIT: '6',
      ...more,
    });

  let kills = 0;
  const killIn = async (lane: number) => {
    const token = randomUUID();
    const state = path.join(folder, `lane-${lane}.json`);
    // Sometimes the machine is lost with all that it knew.
    if (Math.random() < 0.3) rmSync(state, { force: true });
    const reached = Promise.withResolvers<void>();
    const phase = (['received', 'stored', 'answered'] as const)[Math.floor(Math.random() * 3)] ?? 'stored';
    waiting.set(token, { phase, calls: 1 + Math.floor(Math.random() * 8), reached: reached.resolve });
    const job = start(token, state);
    // Where nothing is left to write for this one, it is killed at some other moment.
    await Promise.race([reached.promise, delay(1_500), job.ended]);
    if (phase === 'answered') await delay(Math.random() * 15);
    job.child.kill('SIGKILL');
    expect(await job.ended, job.output()).toBe('SIGKILL');
    waiting.delete(token);
    kills += 1;
  };

  try {
    await put(numbers(0, INVOICES).map((n) => invoice(n, firstAmount(n))));
    await put(numbers(0, 60).map(payment));
    let hasChanged = false;
    const lane = async (number: number) => {
      while (kills < KILLS) {
        await killIn(number);
        if (kills < KILLS / 2 || hasChanged) continue;
        hasChanged = true;
        // Among them documents that are written, that are refused, and that are in nobody knows what state.
        await put(numbers(0, 90).map((n) => invoice(n, changedAmount(n))));
      }
    };
    await Promise.all(numbers(0, LANES).map(lane));
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    expect(ledger.documents('Invoice').length).toBeGreaterThan(INVOICES / 4);

    // One that nobody kills carries the rest, once the leases of the dead have run out: all but payments of what is refused.
    const heldBack = numbers(0, 60)
      .filter(isStranger)
      .map((n) => `pay_${n}`)
      .sort();
    await expect(async () => {
      const last = start(randomUUID(), path.join(folder, 'last.json'), { SYNC_JOB_ONCE: '1' });
      expect(await last.ended, last.output()).toBe(0);
      expect(await pendingOf(api, 'invoice')).toEqual([]);
      // A payment may be held still by one that died after its invoice was written.
      expect(await pendingOf(api, 'invoice_payment')).toEqual(heldBack);
    }).toPass({ intervals: [200], timeout: 90_000 });

    await expectTruth(await all(api, 'invoice'), ledger, 'Invoice', (n) =>
      n < 90 ? changedAmount(n) : firstAmount(n),
    );
    await expectTruth(await all(api, 'invoice_payment'), ledger, 'Payment', () => '40.00');
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What the ledger holds and what Tieout says of it are one and the same, record by record. */
async function expectTruth(
  records: readonly ApiRecord[],
  ledger: QuickBooks,
  entity: Entity,
  amountOf: (n: number) => string,
): Promise<void> {
  const documents = ledger.documents(entity);
  const told = records.map(({ id, number, amount, syncStatus, referenceNumber, syncedAmount, errorMessage }) => ({
    written: documents
      .filter(({ PrivateNote }) => PrivateNote === `Tieout ${id}`)
      .map(({ Id, TotalAmt }) => [Id, TotalAmt]),
    number,
    amount,
    syncStatus,
    referenceNumber,
    syncedAmount,
    errorMessage,
  }));
  const expected = told.map(({ number, written }) => {
    const n = Number(number.split('-')[1]);
    const amount = amountOf(n);
    const [id] = written[0] ?? [];
    const common = { number, amount };
    if (!isStranger(n)) {
      const synced = { syncStatus: 'complete', referenceNumber: String(id), syncedAmount: amount, errorMessage: null };
      return { written: [[id, Number(amount)]], ...common, ...synced };
    }
    const nothing = { written: [], ...common, referenceNumber: null, syncedAmount: null };
    return entity === 'Payment'
      ? { ...nothing, syncStatus: 'pending', errorMessage: null }
      : {
          ...nothing,
          syncStatus: 'failed',
          errorMessage: `Invalid Reference Id: Invalid Reference Id : Names element id ${STRANGER} not found`,
        };
  });
  expect(told).toEqual(expected);
  expect(documents).toHaveLength(records.filter(({ syncStatus }) => syncStatus === 'complete').length);
}

type Api = (route: string) => Promise<Record<string, unknown>>;

async function pendingOf(api: Api, kind: string): Promise<string[]> {
  const { records } = await api(`/records?kind=${kind}&syncStatus=pending&limit=500`);
  return (records as ApiRecord[]).map(({ sourceId }) => sourceId).sort();
}

async function all(api: Api, kind: string): Promise<ApiRecord[]> {
  const { records } = await api(`/records?kind=${kind}&limit=500`);
  return records as ApiRecord[];
}

async function callApi(url: string, key: string, method: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return JSON.parse(text) as Record<string, unknown>;
}

/** A business of its own, whose changed documents go back to Pending; gives the key of its sync job. */
async function makeKey(): Promise<string> {
  const { id } = await makeTenant();
  const { text, prefix, secretHash } = makeApiKeyText(id);
  const sourceId = newId();
  await asOwner(id, async (client) => {
    await client.query(`INSERT INTO source (tenant_id, id, slug, name, settings) VALUES ($1, $2, 'tms', 'TMS', $3)`, [
      id,
      sourceId,
      JSON.stringify({ pendingWhenChanged: true }),
    ]);
    await client.query(
      `INSERT INTO api_key (tenant_id, id, source_id, name, prefix, secret_hash, scopes)
       VALUES ($1, $2, $3, 'Sync job', $4, $5, '{records:read,records:write,attempts:write,claims:write}')`,
      [id, newId(), sourceId, prefix, Buffer.from(secretHash)],
    );
  });
  return text;
}
