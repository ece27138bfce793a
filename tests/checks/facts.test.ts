import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/access/context.ts';
import { reportAttempts } from '#lib/attempts/report-attempts.ts';
import { hasPendingSince, readRhythms, readSchedules, readSigns } from '#lib/checks/job-facts.ts';
import { readClosedRecords, readNeeds } from '#lib/checks/record-facts.ts';
import { reportConnection } from '#lib/connections/report-connection.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { putRecords } from '#lib/records/put-records.ts';
import { updateSourceSettings } from '#lib/sources/update-source-settings.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import { rowsReadFrom } from '#tests/factories/explain.ts';
import { received } from '#tests/factories/received-item.ts';
import { createSource, createTenant, keyContext, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const NOW = new Date('2026-11-18T15:30:00Z');
const HOUR_MS = 3_600_000;
const WEEKS = 10;

let tenant: TestTenant;
let ctx: Ctx;
let otherConnection: string;

/** Ten weeks of a job in New York: invoices every hour of a working day, bills each night; many other attempts beside. */
beforeAll(async () => {
  tenant = await createTenant({ timeZone: 'America/New_York' });
  ctx = memberOf(tenant);
  const busy = await createSource(tenant.info.id, 'busy');
  const [row] = await asAdministrator<{ id: string }>(
    `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name)
     VALUES ($1, gen_random_uuid(), 'xero', 'org-2', 'Other Ltd') RETURNING id`,
    [tenant.info.id],
  );
  otherConnection = row!.id;
  const insert = (from: string, values: unknown[]) =>
    asAdministrator(
      `INSERT INTO sync_attempt (tenant_id, id, source_id, external_id, record_source_id, kind, external_key, connection_id,
                                 outcome, attempted_at, received_at, content_hash)
       SELECT $1, gen_random_uuid(), source_id, gen_random_uuid()::text, source_id, kind, 'x', connection_id, 1, at, at, ''
         FROM (${from}) f WHERE at <= $2`,
      [tenant.info.id, NOW, ...values],
    );
  const day = `generate_series(0, ${WEEKS * 7}) d, LATERAL (SELECT ('2026-11-18'::date - d)::timestamp AS day) y`;
  await insert(
    `SELECT $3::uuid AS source_id, 'invoice' AS kind, NULL::uuid AS connection_id,
            (day + h * interval '1 hour') AT TIME ZONE 'America/New_York' AS at
       FROM ${day}, generate_series(8, 18) h WHERE extract(isodow FROM day) < 6`,
    [tenant.sourceId],
  );
  await insert(
    `SELECT $3::uuid AS source_id, 'bill' AS kind, $4::uuid AS connection_id,
            (day + interval '2 hours' + (d % 3) * interval '15 minutes') AT TIME ZONE 'America/New_York' AS at FROM ${day}`,
    [tenant.sourceId, otherConnection],
  );
  await insert(
    `SELECT $3::uuid AS source_id, 'invoice' AS kind, $4::uuid AS connection_id, $5::timestamptz - n * interval '1 minute' AS at
       FROM generate_series(1, 20000) n`,
    [busy, tenant.connectionId, NOW],
  );
  await asAdministrator('VACUUM (ANALYZE) sync_attempt');
});

function within<Value>(work: (tx: TenantTx) => Promise<Value>): Promise<Value> {
  return ctx.transaction(work);
}

const moment = { now: NOW, timeZone: 'America/New_York' };
const rhythms = (of: string[], at = moment) => within((tx) => readRhythms(ctx, tx, of, at));

describe('The rhythm of past weeks', () => {
  test('is how long each kind was silent at this weekday and hour, by the tenant’s clock also before the clocks changed', async () => {
    const jobs = await rhythms([tenant.connectionId]);
    const tms = jobs.find(({ slug }) => slug === 'tms')!;
    // 10:30 in New York: the last came at 10:00; within the two hours before, never longer than an hour.
    expect(tms.rhythms).toEqual([
      { kind: 'invoice', lastAt: new Date('2026-11-18T15:00:00Z'), silences: Array(8).fill(HOUR_MS / 2) },
    ]);
    expect(jobs.map(({ slug }) => slug)).toEqual(['busy', 'tms']);
  });

  test('is another connection’s own where outcomes name it, and everybody’s where they name none', async () => {
    const [tms] = (await rhythms([otherConnection])).filter(({ slug }) => slug === 'tms');
    expect(tms?.rhythms.map(({ kind }) => kind).toSorted()).toEqual(['bill', 'invoice']);
    const bills = tms?.rhythms.find(({ kind }) => kind === 'bill');
    expect(bills?.silences).toHaveLength(8);
    for (const silence of bills!.silences) expect(silence / HOUR_MS).toBeCloseTo(8.25, 0);
    expect((await rhythms([tenant.connectionId, otherConnection])).flatMap((job) => job.rhythms)).toHaveLength(3);
  });

  test('at the weekend is the weekend’s', async () => {
    const sunday = { ...moment, now: new Date('2026-11-15T17:00:00Z') };
    const [tms] = (await rhythms([tenant.connectionId], sunday)).filter(({ slug }) => slug === 'tms');
    // Noon of Sunday: silent since Friday 18:00.
    expect(tms?.rhythms[0]?.lastAt).toEqual(new Date('2026-11-13T23:00:00Z'));
    // One of those weekends had an hour more.
    expect(tms?.rhythms[0]?.silences.toSorted()).toEqual([...Array(7).fill(42 * HOUR_MS), 43 * HOUR_MS]);
  });

  test.each(['force_custom_plan', 'force_generic_plan'] as const)(
    'is read by some hundred steps down an index, however many attempts there are, %s',
    async (planMode) => {
      const read = await rowsReadFrom('sync_attempt', () => rhythms([tenant.connectionId]), {
        tenantId: tenant.info.id,
        planMode,
      });
      // Two rows a moment at the most: of the connection, and of none.
      expect(read).toBeGreaterThan(40);
      expect(read).toBeLessThanOrEqual(2 * 2 * 40);
    },
  );
});

describe('Signs of the jobs', () => {
  test('are the last outcomes of each source, and what its job said of this connection', async () => {
    const key = keyContext(tenant);
    await putRecords(key, received([{ kind: 'invoice', sourceId: 'i1', amount: '1', currency: 'USD' }]));
    const attempt = { record: { kind: 'invoice', sourceId: 'i1' }, outcome: 'failed', errorCode: '3200' };
    await reportAttempts(
      key,
      received([
        { ...attempt, externalId: 'S1', attemptedAt: new Date().toISOString(), errorMessage: 'AuthenticationFailed' },
      ]),
    );
    await reportConnection(key, { ledger: 'qbo', companyId: 'realm-1', state: 'broken', message: 'invalid_grant' });
    const signs = await within((tx) => readSigns(ctx, tx, [tenant.connectionId]));
    const tms = signs.find(({ slug }) => slug === 'tms')!;
    expect(tms.outcomes).toHaveLength(20);
    expect(tms.outcomes[0]).toMatchObject({ isComplete: false, errorMessage: 'AuthenticationFailed', kind: 'invoice' });
    expect(tms.report).toMatchObject({ state: 'broken', message: 'invalid_grant' });
    const ofOther = await within((tx) => readSigns(ctx, tx, [otherConnection]));
    expect(ofOther.find(({ slug }) => slug === 'tms')?.report).toBeNull();
    expect(ofOther.map(({ slug }) => slug)).toEqual(['tms']);
  });

  test('of a schedule are its last outcome and the last call of its keys', async () => {
    expect(await within((tx) => readSchedules(ctx, tx, [tenant.connectionId], NOW))).toEqual([]);
    await updateSourceSettings(ctx, { slug: 'tms', schedule: { days: [1, 2, 3], times: ['02:00'] } });
    await updateSourceSettings(ctx, { slug: 'tms', pendingWhenChanged: true });
    await asAdministrator('UPDATE api_key SET last_used_at = $2 WHERE id = $1', [tenant.keyId, NOW]);
    const [job] = await within((tx) => readSchedules(ctx, tx, [tenant.connectionId], NOW));
    expect(job).toMatchObject({
      slug: 'tms',
      schedule: { days: [1, 2, 3], times: ['02:00'], everyHours: null, graceMinutes: 60 },
      lastOutcomeAt: new Date('2026-11-18T15:00:00Z'),
      lastCallAt: NOW,
    });
    const since = job?.schedule.since;
    const again = { days: [1, 2, 3], times: ['02:00'] };
    expect(await updateSourceSettings(ctx, { slug: 'tms', schedule: again })).toEqual({ isChanged: false });
    await updateSourceSettings(ctx, { slug: 'tms', schedule: { ...again, graceMinutes: 5 } });
    const [changed] = await within((tx) => readSchedules(ctx, tx, [tenant.connectionId], NOW));
    expect(changed!.schedule.since >= since!).toBe(true);
    await updateSourceSettings(ctx, { slug: 'tms', schedule: null });
    expect(await within((tx) => readSchedules(ctx, tx, [tenant.connectionId], NOW))).toEqual([]);
  });
});

describe('What the records need, and which lie in a closed period', () => {
  let own: TestTenant;
  let reader: Ctx;

  beforeAll(async () => {
    own = await createTenant();
    reader = memberOf(own);
    await asAdministrator(
      `INSERT INTO connection (tenant_id, id, ledger, company_id, company_name)
       VALUES ($1, gen_random_uuid(), 'xero', 'org-2', 'Other Ltd')`,
      [own.info.id],
    );
    const tracked = {
      lineNo: 1,
      description: 'Linehaul',
      amount: '10',
      tracking: [{ name: 'Region', option: 'West' }],
    };
    const record = { amount: '10.50', currency: 'USD', documentDate: '2026-10-31' };
    await putRecords(
      keyContext(own),
      received([
        { kind: 'invoice', sourceId: 'i1', ...record },
        { kind: 'invoice', sourceId: 'i2', ...record, documentDate: '2026-11-01' },
        { kind: 'bill', sourceId: 'b1', ...record, currency: 'CAD', lines: [tracked] },
        { kind: 'bill', sourceId: 'b2', ...record, connection: { ledger: 'xero', companyId: 'org-2' } },
      ]),
    );
    const failed = { outcome: 'failed', attemptedAt: '2026-11-02T00:00:00Z', errorMessage: 'closed' };
    await reportAttempts(
      keyContext(own),
      received([{ ...failed, externalId: 'S1', record: { kind: 'bill', sourceId: 'b1' } }]),
    );
  });

  const read = <Value>(work: (tx: TenantTx) => Promise<Value>) => reader.transaction(work);

  test('needs are read from the newest records, of this connection where there are several', async () => {
    const all = { connectionId: own.connectionId, isOnlyOne: true };
    expect(await read((tx) => readNeeds(reader, tx, all))).toEqual({
      lookedAt: 4,
      invoices: true,
      bills: true,
      payments: false,
      billPayments: false,
      currencies: ['CAD', 'USD'],
      tracking: true,
    });
    expect((await read((tx) => readNeeds(reader, tx, { ...all, isOnlyOne: false }))).lookedAt).toBe(3);
  });

  test('closed ones are counted by kind and status with their money, and lead to their list', async () => {
    const several = { connectionId: own.connectionId, isOnlyOne: false };
    expect(await read((tx) => readClosedRecords(reader, tx, several, '2026-10-31'))).toEqual([
      {
        kind: 'invoice',
        status: 'pending',
        count: 1,
        isExact: true,
        money: [{ currency: 'USD', amount: '10.5000' }],
        path: `history/invoices?status=pending&docTo=2026-10-31&connection=${own.connectionId}`,
      },
      {
        kind: 'bill',
        status: 'failed',
        count: 1,
        isExact: true,
        money: [{ currency: 'CAD', amount: '10.5000' }],
        path: `history/bills?status=failed&docTo=2026-10-31&from=any&connection=${own.connectionId}`,
      },
    ]);
    expect(
      await read((tx) => readClosedRecords(reader, tx, { ...several, isOnlyOne: true }, '2026-10-31')),
    ).toHaveLength(3);
    expect(await read((tx) => readClosedRecords(reader, tx, several, '2026-09-30'))).toEqual([]);
  });

  test('what waits since before a moment is told for the source', async () => {
    expect(await read((tx) => hasPendingSince(reader, tx, own.sourceId, new Date()))).toBe(true);
    expect(await read((tx) => hasPendingSince(reader, tx, own.sourceId, NOW))).toBe(new Date() < NOW);
  });
});
