import { readFileSync, rmSync } from 'node:fs';
import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '#lib/audit/check-chain.ts';
import { copyOutside, outsideFile } from '#lib/audit/outside-copy.ts';
import { NO_COPY, readOutside } from '#lib/audit/read-outside.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { hashEvent, hashEvents, hashSeal, type StoredEvent } from '#lib/audit/seal-format.ts';
import { type AuditReport, verifyAudit } from '#lib/audit/verify-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { keyIdOf, makeSigningKeyText, publicKeyText, readPublicKey, readSigningKey } from '#lib/core/signing-key.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { temporaryFolder, writeEvents } from '#tests/factories/audit-log.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const key = readSigningKey(makeSigningKeyText())!;
const publicKey = readPublicKey(publicKeyText(key))!;
const folder = temporaryFolder();
const NOW = { key, isNow: true };

let tenant: TestTenant;
let ids: string[];

beforeAll(() => administrator());

/** 2,500 events in three blocks, with a checkpoint after 1,200 of them and one after all, and the copy of it outside. */
beforeEach(async () => {
  tenant = await createTenant();
  for (const count of [1_200, 1_300]) {
    await writeEvents(tenant, count);
    await sealAudit(memberOf(tenant), NOW);
  }
  await copyOutside(memberOf(tenant), folder);
  const rows = await asAdministrator<{ id: string }>('SELECT id FROM audit_event WHERE tenant_id = $1 ORDER BY id', [
    tenant.info.id,
  ]);
  ids = rows.map(({ id }) => id);
});

async function* copyLines(): AsyncGenerator<string> {
  yield* readFileSync(outsideFile(folder, tenant.info.slug), 'utf8').split('\n');
}

async function verify({ withCopy = true, keys = [publicKey] } = {}): Promise<AuditReport> {
  const outside = withCopy ? await readOutside(tenant.info.id, copyLines()) : NO_COPY;
  return verifyAudit(memberOf(tenant), { outside, keys });
}

async function firstFault(options: { withCopy?: boolean } = {}): Promise<Fault | undefined> {
  return (await verify(options)).faults[0];
}

function tamper(text: string, ...values: unknown[]): Promise<unknown> {
  return asAdministrator(text, [tenant.info.id, ...values]);
}

const INSERT = `INSERT INTO audit_event (tenant_id, id, at, actor_type, actor_name, action, subject_type, correlation_id)
                VALUES ($1, $2, $3, 'person', 'Mallory', 'record.status_changed', 'record', 'x')`;

test('an honest log has no fault, and it is said how far that goes', async () => {
  const report = await verify();
  expect(report).toMatchObject({ faults: [], blocks: 4, events: 2_500, unsealed: { events: 0, oldestAt: null } });
  expect(report.outside).toMatchObject({ sequence: 4, eventTotal: 2_500 });
  expect(report.signatures).toEqual({ faults: [], signedBy: [keyIdOf(key)], unsigned: 0, unknownKeys: [] });
  await writeEvents(tenant, 2);
  expect(await verify()).toMatchObject({ faults: [], unsealed: { events: 2 } });
});

describe('somebody with the administrator’s rights', () => {
  test.each([
    ["note = 'forged'"],
    ["actor_name = 'Somebody else'"],
    ['before = \'{"syncStatus": "failed"}\''],
    ["at = at + interval '1 millisecond'"],
    ["address = '192.0.2.9'"],
    ["subject_id = '00000000-0000-7000-8000-000000000000'"],
  ])('who changes an event is found out, and the first is named: %s', async (change) => {
    await tamper(`UPDATE audit_event SET ${change} WHERE tenant_id = $1 AND id IN ($2, $3)`, ids[1_700], ids[77]);
    const report = await verify();
    expect(report.faults.map(({ kind, eventId, eventNumber }) => ({ kind, eventId, eventNumber }))).toEqual([
      { kind: 'changed', eventId: ids[77], eventNumber: 78 },
      { kind: 'changed', eventId: ids[1_700], eventNumber: 1_701 },
    ]);
    expect(await firstFault({ withCopy: false })).toMatchObject({ kind: 'changed', eventId: ids[77] });
  });

  test('who removes an event is found out', async () => {
    await tamper('DELETE FROM audit_event WHERE tenant_id = $1 AND id = $2', ids[1_234]);
    expect(await firstFault()).toMatchObject({ kind: 'removed', eventId: ids[1_234], eventNumber: 1_235 });
    expect(await firstFault({ withCopy: false })).toMatchObject({ kind: 'removed', eventId: ids[1_234] });
  });

  test('who inserts an event of earlier is found out before it is sealed, and after', async () => {
    const forged = newId();
    await tamper(INSERT, forged, new Date(Date.now() - 3_600_000));
    expect(await firstFault()).toMatchObject({ kind: 'inserted', eventId: forged });
    expect(await sealAudit(memberOf(tenant), NOW)).toMatchObject({ sealed: 1 });
    await copyOutside(memberOf(tenant), folder);
    const fault = await firstFault();
    expect(fault).toMatchObject({ kind: 'inserted', eventId: forged, eventNumber: 2_501 });
    expect(fault?.what).toContain('by Mallory');
  });

  test('who changes a seal is found out', async () => {
    await tamper(
      `UPDATE audit_seal SET event_hashes = set_byte(event_hashes, 0, get_byte(event_hashes, 0) # 1)
        WHERE tenant_id = $1 AND sequence = 3`,
    );
    expect(await firstFault()).toMatchObject({ kind: 'rewritten', eventNumber: 1_201 });
    expect(await firstFault({ withCopy: false })).toMatchObject({ eventNumber: 1_201 });
  });

  test('who changes a checkpoint is found out by its signature', async () => {
    await tamper(`UPDATE audit_checkpoint SET complete_to = '2000-01-01' WHERE tenant_id = $1 AND sequence = 4`);
    const report = await verify({ withCopy: false });
    expect(report.faults).toEqual([expect.objectContaining({ kind: 'signature', eventNumber: 2_500 })]);
  });

  test('who takes away the end of the chain with its events is found out', async () => {
    await tamper('DELETE FROM audit_checkpoint WHERE tenant_id = $1 AND sequence > 2');
    await tamper('DELETE FROM audit_seal WHERE tenant_id = $1 AND sequence > 2');
    await tamper('DELETE FROM audit_event WHERE tenant_id = $1 AND id > $2', ids[1_199]);
    expect(await firstFault()).toMatchObject({ kind: 'cut_off', eventNumber: 1_201 });
  });
});

describe('who writes the whole chain anew over a changed log', () => {
  test('is found out by the copy outside, and the first changed event is named', async () => {
    await tamper(`UPDATE audit_event SET note = 'forged' WHERE tenant_id = $1 AND id = $2`, ids[1_850]);
    await rechain();
    expect(await firstFault()).toMatchObject({ kind: 'changed', eventId: ids[1_850], eventNumber: 1_851 });
  });

  test('is found out when an event was removed', async () => {
    await tamper('DELETE FROM audit_event WHERE tenant_id = $1 AND id = $2', ids[444]);
    await rechain();
    const fault = await firstFault();
    expect(fault).toMatchObject({ kind: 'removed', eventNumber: 445 });
    expect(fault?.what).toContain(ids[443]);
  });

  test('is found out when an event was inserted', async () => {
    const forged = `${ids[1_000]?.slice(0, -1)}${ids[1_000]?.endsWith('f') ? 'e' : 'f'}`;
    await tamper(INSERT, forged, new Date());
    await rechain();
    const all = [...ids, forged].toSorted();
    expect(await firstFault()).toMatchObject({
      kind: 'inserted',
      eventId: forged,
      eventNumber: all.indexOf(forged) + 1,
    });
  });

  test('is found out by checkpoints alone, which tell from where on', async () => {
    await tamper(`UPDATE audit_event SET note = 'forged' WHERE tenant_id = $1 AND id = $2`, ids[1_850]);
    await rechain();
    const { checkpoints } = await readOutside(tenant.info.id, copyLines());
    const outside = { blocks: new Map(), checkpoints };
    const { faults } = await verifyAudit(memberOf(tenant), { outside, keys: [publicKey] });
    expect(faults[0]).toMatchObject({ kind: 'rewritten', eventNumber: 1_201 });
  });

  test('is not found out where nothing is held outside: that is said', async () => {
    await tamper(`UPDATE audit_event SET note = 'forged' WHERE tenant_id = $1 AND id = $2`, ids[1_850]);
    await rechain();
    rmSync(outsideFile(folder, tenant.info.slug));
    expect(await verify({ withCopy: false })).toMatchObject({ faults: [], outside: null });
  });

  test('adds checkpoints of an own key, whose signatures nobody knows', async () => {
    await tamper('DELETE FROM audit_checkpoint WHERE tenant_id = $1');
    await writeEvents(tenant, 1);
    const own = readSigningKey(makeSigningKeyText())!;
    await sealAudit(memberOf(tenant), { key: own, isNow: true });
    expect((await verify({ withCopy: false })).signatures).toMatchObject({ signedBy: [], unknownKeys: [keyIdOf(own)] });
  });
});

/** Does what a careful forger would: seals everything again, by the same rules, without the checkpoints that no longer fit. */
async function rechain(): Promise<void> {
  const pool: pg.Pool = await administrator();
  const { rows } = await pool.query<{ sequence: string; sealed_at: string; size: number }>(
    `SELECT sequence, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS sealed_at,
            cardinality(event_ids) AS size FROM audit_seal WHERE tenant_id = $1 ORDER BY sequence`,
    [tenant.info.id],
  );
  const { rows: events } = await pool.query<{ e: StoredEvent }>(
    `SELECT json_build_array(id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), actor_type, actor_id, actor_name,
       address, action, subject_type, subject_id, before::text, after::text, note, correlation_id) AS e
       FROM audit_event WHERE tenant_id = $1 ORDER BY id`,
    [tenant.info.id],
  );
  await tamper('DELETE FROM audit_checkpoint WHERE tenant_id = $1');
  let [start, previousHash, eventTotal] = [0, Buffer.alloc(32), 0];
  for (const [place, { sequence, sealed_at: sealedAt, size }] of rows.entries()) {
    const end = place === rows.length - 1 ? events.length : start + size;
    const block = events.slice(start, end).map(({ e }) => e);
    const hashes = Buffer.concat(block.map((event) => hashEvent(tenant.info.id, event)));
    eventTotal += block.length;
    const parts = { sequence: Number(sequence), sealedAt, eventTotal, eventsHash: hashEvents(hashes), previousHash };
    const hash = hashSeal(tenant.info.id, parts);
    await tamper(
      `UPDATE audit_seal SET event_ids = $3, event_hashes = $4, event_total = $5, previous_hash = $6, hash = $7
        WHERE tenant_id = $1 AND sequence = $2`,
      sequence,
      block.map(([id]) => id),
      hashes,
      eventTotal,
      previousHash,
      hash,
    );
    [start, previousHash] = [end, Buffer.from(hash)];
  }
}
