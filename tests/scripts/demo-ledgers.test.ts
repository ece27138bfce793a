import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from '#scripts/postgres/server.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode, type TestProcess } from '#tests/setup/run-process.ts';
import { orderOf, whatMet } from '#tests/simulators/ledger/order.ts';
import { acmePlan } from '../../prisma/seed/acme-plan.ts';
import { globexPlan } from '../../prisma/seed/globex-plan.ts';
import { insertRows } from '../../prisma/seed/insert-rows.ts';
import { makeTenant } from '../../prisma/seed/make-tenant.ts';
import { makePeople } from '../../prisma/seed/people.ts';
import { Random } from '../../prisma/seed/random.ts';

const SECRET = 'a-secret-of-the-demo';
const { appUrl, ownerUrl } = await testDatabase();
const dataDir = mkdtempSync(path.join(tmpdir(), 'tieout-demo-ledgers-'));
const [qboPort, xeroPort] = [await findFreePort(), await findFreePort()];
const [qbo, xero] = [`http://127.0.0.1:${qboPort}`, `http://127.0.0.1:${xeroPort}`];
/** Those that were started, to leave none behind whatever fails. */
const runs: TestProcess[] = [];
const synced: Record<string, { kind: string; number: string; reference_number: string }[]> = {};

const NEEDED = [
  'tenant',
  'membership',
  'source',
  'connection',
  'error_message',
  'sync_record',
  'sync_record_line',
  'record_application',
];

beforeAll(async () => {
  const now = new Date('2026-11-22T18:00:00Z');
  const people = makePeople(new Random(1), now.getTime());
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const users = people.map(({ id, email, name }) => ({ id, email, name, session_version: 1, created_at: now }));
    await insertRows(client, 'app_user', users);
    for (const plan of [acmePlan, globexPlan]) {
      const { tenantId, tables } = makeTenant({ ...plan, invoiceCount: 60, billCount: 40 }, now, people);
      await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId]);
      for (const { table, rows } of tables) if (NEEDED.includes(table)) await insertRows(client, table, rows);
      const { rows } = await client.query(
        `SELECT kind, number, reference_number FROM sync_record WHERE reference_number IS NOT NULL AND synced_at IS NOT NULL`,
      );
      synced[plan.slug] = rows;
    }
  } finally {
    await client.end();
  }
});

afterAll(async () => {
  for (const { child } of runs) child.kill('SIGKILL');
  await Promise.all(runs.map(({ ended }) => ended));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start() {
  const variables = {
    TIEOUT_DATA_DIR: dataDir,
    DATABASE_URL: appUrl,
    QBO_CLIENT_ID: 'demo',
    QBO_CLIENT_SECRET: SECRET,
    QBO_ENVIRONMENT: 'demo',
    QBO_BASE_URL: qbo,
    XERO_CLIENT_ID: 'demo',
    XERO_CLIENT_SECRET: SECRET,
    XERO_ENVIRONMENT: 'demo',
    XERO_BASE_URL: xero,
  };
  // By the channel it ends with the tests, also if these are killed outright.
  const run = runNode(['scripts/demo-ledgers.ts'], variables, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  runs.push(run);
  await expect
    .poll(
      () =>
        fetch(`${xero}/_control`).then(
          ({ ok }) => ok,
          () => run.child.exitCode === null && 'starting',
        ),
      {
        timeout: 20_000,
        message: run.output(),
      },
    )
    .toBe(true);
  return run;
}

/** The company whose documents the demo shows, and the one beside it. */
async function companiesOf(origin: string) {
  const [own, other] = (await whatMet(origin)).companies;
  return [own!, other!] as const;
}

it('holds what the demo’s records say is in the ledger, and honours its tokens after it was started again', async () => {
  const first = await start();
  const [company, other] = await companiesOf(qbo);
  const [organisation, second] = await companiesOf(xero);
  expect([company.id, organisation.id]).toEqual([acmePlan.company.id, globexPlan.company.id]);
  for (const { settings } of [company, other, organisation, second]) expect(settings.name).toMatch(/\(demo .+\)$/);
  const documents = ['Invoice', 'Bill', 'Payment', 'BillPayment'].map((entity) => company.rows[entity] ?? 0);
  const inLedger = documents.reduce((sum, count) => sum + count, 0);
  expect(inLedger).toBeGreaterThan(synced.acme!.length * 0.97);
  // Five documents stand there a second time, typed by hand.
  expect(organisation.rows.Invoices! + organisation.rows.Payments!).toBe(synced.globex!.length + 5);

  const [granted] = await orderOf(qbo, { do: 'grant', companyIds: [acmePlan.company.id] });
  const { accessToken, refreshToken } = granted as { accessToken: string; refreshToken: string };
  const invoices = synced.acme!.filter(({ kind }) => kind === 'invoice').slice(0, 20);
  const read = await Promise.all(
    invoices.slice(0, 8).map(async ({ reference_number: id }) => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const answer = await fetch(`${qbo}/v3/company/${acmePlan.company.id}/invoice/${id}`, { headers });
      return ((await answer.json()) as { Invoice?: { DocNumber: string } }).Invoice?.DocNumber;
    }),
  );
  expect(invoices.slice(0, 8).map(({ number }) => number)).toEqual(expect.arrayContaining(read.filter(Boolean)));
  expect(read.filter(Boolean).length).toBeGreaterThan(5);
  await orderOf(qbo, { do: 'settings', company: acmePlan.company.id, change: { closingDate: '2026-10-31' } });
  first.child.kill('SIGKILL');
  await first.ended;

  const again = await start();
  const authorization = `Basic ${btoa(`demo:${SECRET}`)}`;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const refreshed = await fetch(`${qbo}/oauth2/v1/tokens/bearer`, { method: 'POST', headers: { authorization }, body });
  expect(refreshed.status).toBe(200);
  expect((await companiesOf(qbo))[0].settings).toMatchObject({ closingDate: '2026-10-31' });
  again.child.kill('SIGTERM');
  expect(await again.ended, again.output()).toBe(0);
  const kept = JSON.parse(readFileSync(path.join(dataDir, 'demo-ledgers.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(kept)).toEqual(['qbo', 'xero']);
});
