import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { copyOutside, type OutsideLine, outsideFile } from '#lib/audit/outside-copy.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { temporaryFolder, writeEvents } from '#tests/factories/audit-log.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const folder = temporaryFolder();
const NOW = { key: null, isNow: true };

beforeAll(() => administrator());

function linesOf(tenant: TestTenant): OutsideLine[] {
  const text = readFileSync(outsideFile(folder, tenant.info.slug), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as OutsideLine);
}

async function sealed(tenant: TestTenant, count: number): Promise<void> {
  await writeEvents(tenant, count);
  await sealAudit(memberOf(tenant), NOW);
}

test('appends what the chain has and the file lacks, each line once', async () => {
  const tenant = await createTenant();
  await sealed(tenant, 1_001);
  expect(await copyOutside(memberOf(tenant), folder)).toEqual({ lines: 3, isBroken: false });
  expect(await copyOutside(memberOf(tenant), folder)).toEqual({ lines: 0, isBroken: false });
  await sealed(tenant, 1);
  await sealed(tenant, 1);
  expect(await copyOutside(memberOf(tenant), folder)).toEqual({ lines: 4, isBroken: false });
  expect(linesOf(tenant).map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
    'seal 1',
    'seal 2',
    'checkpoint 2',
    'seal 3',
    'checkpoint 3',
    'seal 4',
    'checkpoint 4',
  ]);
});

test('goes on after a crash in the middle of a line, and after one before any', async () => {
  const tenant = await createTenant();
  writeFileSync(outsideFile(folder, tenant.info.slug), '{"type":"seal","sequ');
  await sealed(tenant, 2);
  await copyOutside(memberOf(tenant), folder);
  const before = linesOf(tenant);
  appendFileSync(outsideFile(folder, tenant.info.slug), '{"type":"seal","sequence":2,"hash":"');
  await sealed(tenant, 2);
  await copyOutside(memberOf(tenant), folder);
  expect(linesOf(tenant).slice(0, 2)).toEqual(before);
  expect(linesOf(tenant).map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
    'seal 1',
    'checkpoint 1',
    'seal 2',
    'checkpoint 2',
  ]);
});

test.each([1_000, 200_000])('goes on after the machine stopped and left %i zeros at the end', async (zeros) => {
  const tenant = await createTenant();
  await sealed(tenant, 1_000);
  await copyOutside(memberOf(tenant), folder);
  const before = linesOf(tenant);
  appendFileSync(outsideFile(folder, tenant.info.slug), `{"type":"seal","sequ${'\0'.repeat(zeros)}`);
  await sealed(tenant, 1);
  expect(await copyOutside(memberOf(tenant), folder)).toEqual({ lines: 2, isBroken: false });
  expect(linesOf(tenant).slice(0, before.length)).toEqual(before);
  expect(linesOf(tenant).map(({ sequence }) => sequence)).toEqual([1, 1, 2, 2]);
});

test('leaves a file alone whose last line is none of ours, and says so', async () => {
  const tenant = await createTenant();
  await sealed(tenant, 1);
  await copyOutside(memberOf(tenant), folder);
  appendFileSync(outsideFile(folder, tenant.info.slug), `${'\0'.repeat(40)}\n`);
  const before = readFileSync(outsideFile(folder, tenant.info.slug), 'utf8');
  await sealed(tenant, 1);
  expect(await copyOutside(memberOf(tenant), folder)).toEqual({ lines: 0, isBroken: true });
  expect(readFileSync(outsideFile(folder, tenant.info.slug), 'utf8')).toBe(before);
});

test('by two at once writes each line once', async () => {
  const tenant = await createTenant();
  await sealed(tenant, 3_000);
  await Promise.all(Array.from({ length: 4 }, () => copyOutside(memberOf(tenant), folder)));
  await copyOutside(memberOf(tenant), folder);
  expect(linesOf(tenant).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 3]);
});

test('leaves the file alone where the database no longer agrees with its end', async () => {
  const tenant = await createTenant();
  await sealed(tenant, 1);
  await copyOutside(memberOf(tenant), folder);
  const before = linesOf(tenant);
  await asAdministrator('UPDATE audit_seal SET hash = $2 WHERE tenant_id = $1', [tenant.info.id, Buffer.alloc(32)]);
  await sealed(tenant, 1);
  expect(await copyOutside(memberOf(tenant), folder)).toEqual({ lines: 0, isBroken: true });
  expect(linesOf(tenant)).toEqual(before);
});
