import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { latestCheckpoint } from '#lib/audit/latest-checkpoint.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { isSignedBy } from '#lib/audit/seal-format.ts';
import { newId } from '#lib/core/ids.ts';
import { keyIdOf, makeSigningKeyText, readSigningKey } from '#lib/core/signing-key.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { writeEvents } from '#tests/factories/audit-log.ts';
import { storedCount } from '#tests/factories/stored.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';

const key = readSigningKey(makeSigningKeyText())!;
const NOW = { key, isNow: true };

beforeAll(() => administrator());

type SealedRow = { sequence: string; events: number; total: string; chains: boolean };

function sealsOf(tenant: TestTenant): Promise<SealedRow[]> {
  return asAdministrator<SealedRow>(
    `SELECT sequence, cardinality(event_ids) AS events, event_total AS total,
            previous_hash = coalesce(lag(hash) OVER (ORDER BY sequence), decode(repeat('00', 32), 'hex')) AS chains
       FROM audit_seal WHERE tenant_id = $1 ORDER BY sequence`,
    [tenant.info.id],
  );
}

async function unsealedCount(tenant: TestTenant): Promise<number> {
  const [row] = await asAdministrator<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit_event
      WHERE tenant_id = $1 AND id NOT IN (SELECT unnest(event_ids) FROM audit_seal WHERE tenant_id = $1)`,
    [tenant.info.id],
  );
  return row!.count;
}

describe('sealing', () => {
  test('puts every event into one block of a chain, once', async () => {
    const tenant = await createTenant();
    await writeEvents(tenant, 2_500);
    expect(await sealAudit(memberOf(tenant), NOW)).toEqual({ sealed: 2_500, isBusy: false, missing: 0 });
    await writeEvents(tenant, 1);
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 1 });
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 0 });
    expect(await sealsOf(tenant)).toEqual([
      { sequence: '1', events: 1_000, total: '1000', chains: true },
      { sequence: '2', events: 1_000, total: '2000', chains: true },
      { sequence: '3', events: 500, total: '2500', chains: true },
      { sequence: '4', events: 1, total: '2501', chains: true },
    ]);
    expect(await unsealedCount(tenant)).toBe(0);
  });

  test('goes on over more than one slice, also where it was cut short', async () => {
    const tenant = await createTenant();
    await asAdministrator(
      `INSERT INTO audit_event (tenant_id, id, actor_type, actor_name, action, subject_type, correlation_id)
       SELECT $1, (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'job', 'Old', 'records.put', 'source', 'x'
         FROM generate_series(1, 45000) n`,
      [tenant.info.id],
    );
    const stopping = AbortSignal.abort();
    expect(await sealAudit(memberOf(tenant), { ...NOW, signal: stopping })).toMatchObject({ sealed: 20_000 });
    expect(await storedCount(tenant, 'audit_checkpoint')).toBe(0);
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 25_000 });
    expect(await unsealedCount(tenant)).toBe(0);
    expect((await sealsOf(tenant)).every(({ chains }) => chains)).toBe(true);
  });

  test('takes an event that is committed after later ones were sealed', async () => {
    const tenant = await createTenant();
    const slow = new pg.Client({ connectionString: (await testDatabase()).appUrl });
    await slow.connect();
    await slow.query('BEGIN');
    await slow.query("SELECT set_config('app.tenant_id', $1, true)", [tenant.info.id]);
    const late = newId();
    await slow.query(
      `INSERT INTO audit_event (tenant_id, id, actor_type, actor_name, action, subject_type, correlation_id)
       VALUES ($1, $2, 'job', 'Slow', 'records.put', 'source', 'x')`,
      [tenant.info.id, late],
    );
    await writeEvents(tenant, 3);
    // The writer holds its transaction open, and the sealer does not wait for it.
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 3 });
    await slow.query('COMMIT');
    await slow.end();
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 1 });
    expect(await unsealedCount(tenant)).toBe(0);
  });

  test('finds by counting what came too late for the window', async () => {
    const tenant = await createTenant();
    await writeEvents(tenant, 2);
    await sealAudit(memberOf(tenant), NOW);
    await asAdministrator(
      `INSERT INTO audit_event (tenant_id, id, actor_type, actor_name, action, subject_type, correlation_id)
       VALUES ($1, '01000000-0000-7000-8000-000000000000', 'job', 'Very slow', 'records.put', 'source', 'x')`,
      [tenant.info.id],
    );
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 0 });
    await asAdministrator(`UPDATE audit_sealer SET counted_at = now() - interval '2 hours' WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);
    await sealAudit(memberOf(tenant), NOW);
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 1 });
    expect(await unsealedCount(tenant)).toBe(0);
  });

  test('says by counting that sealed events are gone', async () => {
    const tenant = await createTenant();
    await asAdministrator(
      `INSERT INTO audit_event (tenant_id, id, actor_type, actor_name, action, subject_type, correlation_id)
       SELECT $1, (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'job', 'Old', 'records.put', 'source', 'x'
         FROM generate_series(1, 5) n`,
      [tenant.info.id],
    );
    await sealAudit(memberOf(tenant), NOW);
    await asAdministrator(
      `DELETE FROM audit_event WHERE tenant_id = $1 AND id < '00000003-0000-0000-0000-000000000000'`,
      [tenant.info.id],
    );
    await asAdministrator(`UPDATE audit_sealer SET counted_at = now() - interval '2 hours' WHERE tenant_id = $1`, [
      tenant.info.id,
    ]);
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 0, missing: 2 });
  });

  test('by two at once seals nothing twice', async () => {
    const tenant = await createTenant();
    await writeEvents(tenant, 5_000);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => sealAudit(memberOf(tenant), NOW)));
    expect(outcomes.reduce((sum, { sealed }) => sum + sealed, 0)).toBe(5_000);
    expect((await sealsOf(tenant)).at(-1)).toMatchObject({ total: '5000' });
    expect((await sealsOf(tenant)).every(({ chains }) => chains)).toBe(true);
  });

  test('needs the right to read the log', async () => {
    const tenant = await createTenant();
    await expect(sealAudit(memberOf(tenant, new Set(['record:read'])), NOW)).rejects.toThrow('audit:read');
  });
});

describe('checkpoints', () => {
  test('are signed over the state of the chain, and hold no longer when a letter changes', async () => {
    const tenant = await createTenant();
    await writeEvents(tenant, 3);
    await sealAudit(memberOf(tenant), NOW);
    const checkpoint = (await latestCheckpoint(memberOf(tenant)))!;
    expect(checkpoint).toMatchObject({ tenantId: tenant.info.id, sequence: 1, eventTotal: 3, keyId: keyIdOf(key) });
    expect(isSignedBy(checkpoint, key)).toBe(true);
    expect(isSignedBy({ ...checkpoint, eventTotal: 4 }, key)).toBe(false);
    expect(isSignedBy({ ...checkpoint, completeTo: checkpoint.signedAt }, key)).toBe(false);
    expect(isSignedBy(checkpoint, readSigningKey(makeSigningKeyText())!)).toBe(false);
    expect(Date.parse(checkpoint.completeTo)).toBeLessThan(Date.parse(checkpoint.signedAt));
  });

  test('come at most once a minute, unless one is asked for', async () => {
    const tenant = await createTenant();
    await writeEvents(tenant, 1);
    await sealAudit(memberOf(tenant), { key });
    await writeEvents(tenant, 1);
    await sealAudit(memberOf(tenant), { key });
    expect(await latestCheckpoint(memberOf(tenant))).toMatchObject({ sequence: 1 });
    await sealAudit(memberOf(tenant), NOW);
    expect(await latestCheckpoint(memberOf(tenant))).toMatchObject({ sequence: 2 });
  });

  test('are unsigned without a key, and missing before there is anything to sign', async () => {
    const tenant = await createTenant();
    await sealAudit(memberOf(tenant), NOW);
    expect(await latestCheckpoint(memberOf(tenant))).toBeNull();
    await writeEvents(tenant, 1);
    await sealAudit(memberOf(tenant), { key: null, isNow: true });
    expect(await latestCheckpoint(memberOf(tenant))).toMatchObject({ sequence: 1, keyId: null, signature: null });
  });
});
