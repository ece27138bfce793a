import { createPublicKey } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { EVERY_EVENT } from '#lib/audit/list-contract.ts';
import { outsideFile } from '#lib/audit/outside-copy.ts';
import { keyIdOf, makeSigningKeyText, readSigningKey } from '#lib/core/signing-key.ts';
import { setEnvironment } from '#lib/env.ts';
import { exportAuditLog } from '#lib/exports/export-audit-log.ts';
import { sealAuditLogs } from '#lib/jobs/seal-audit-logs.ts';
import { log } from '#lib/log.ts';
import { administrator, asAdministrator } from '#tests/factories/administrator.ts';
import { temporaryFolder, writeEvents } from '#tests/factories/audit-log.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { runNode } from '#tests/setup/run-process.ts';

const keyText = makeSigningKeyText();
const key = readSigningKey(keyText)!;
const folder = temporaryFolder();
const publicFile = path.join(folder, 'public.pem');

let tenant: TestTenant;
let variables: Record<string, string>;

beforeAll(async () => {
  await administrator();
  const { appUrl } = await testDatabase();
  setEnvironment({ AUDIT_SIGNING_KEY: keyText, AUDIT_CHECKPOINT_DIR: folder });
  writeFileSync(publicFile, createPublicKey(key).export({ format: 'pem', type: 'spki' }));
  variables = { DATABASE_URL: appUrl, AUDIT_CHECKPOINT_DIR: folder, AUDIT_SIGNING_KEY: keyText };
});

/** Sealed, signed and copied by the worker's job. */
beforeEach(async () => {
  tenant = await createTenant();
  await writeEvents(tenant, 5);
  await sealAuditLogs({ log, signal: new AbortController().signal });
});

async function verify(
  args: string[],
  changes: Record<string, string> = {},
): Promise<{ code: number | string; text: string }> {
  const run = runNode(['scripts/audit-verify.ts', ...args], { ...variables, ...changes });
  return { code: await run.ended, text: run.output() };
}

test('an honest log ends with 0, and with what is not covered', async () => {
  await writeEvents(tenant, 2);
  const { code, text } = await verify(['--tenant', tenant.info.slug]);
  expect(text).toContain(`The audit log of ${tenant.info.slug}: 5 sealed events in 1 block.`);
  expect(text).toContain('No event up to number 5 was changed, removed or inserted since the checkpoint of');
  expect(text).toMatch(/Not covered:\n {2}- 2 events since \S+, not sealed yet/);
  expect(text).not.toContain('without a signature');
  expect(code).toBe(0);
});

test('a changed event ends with 1, and is named', async () => {
  const [event] = await asAdministrator<{ id: string }>(
    `UPDATE audit_event SET note = 'forged' WHERE tenant_id = $1 AND note = 'event 3' RETURNING id`,
    [tenant.info.id],
  );
  const { code, text } = await verify(['--tenant', tenant.info.slug]);
  expect(text).toContain(`TAMPERED. The first: Event ${event?.id} (record.status_changed by Robin, `);
  expect(code).toBe(1);
});

test('what is missing is said plainly: a copy outside, a key, a signature', async () => {
  const without = await verify(['--tenant', tenant.info.slug], { AUDIT_CHECKPOINT_DIR: path.join(folder, 'none') });
  expect(without.text).toContain('There is no checkpoint held outside the database');
  expect(without.code).toBe(0);
  const keyless = await verify(['--tenant', tenant.info.slug], { AUDIT_SIGNING_KEY: '', TIEOUT_DATA_DIR: folder });
  expect(keyless.text).toContain(`Checkpoints signed by ${keyIdOf(key)}: give the public key with --key`);
  const given = await verify(['--tenant', tenant.info.slug, '--key', publicFile], {
    AUDIT_SIGNING_KEY: '',
    TIEOUT_DATA_DIR: folder,
  });
  expect(given.text).not.toContain('Checkpoints signed by');
});

test('a copy that somebody names is used, and must exist', async () => {
  const copy = outsideFile(folder, tenant.info.slug);
  expect(existsSync(copy)).toBe(true);
  const named = await verify(['--tenant', tenant.info.slug, '--checkpoints', copy]);
  expect(named.text).toContain(`which ${copy} holds`);
  const missing = await verify(['--tenant', tenant.info.slug, '--checkpoints', path.join(folder, 'missing')]);
  expect(missing).toEqual({ code: 1, text: expect.stringMatching(/^There is no file \S+missing: [^\n]+\n$/) });
});

test('an exported log is checked without a database', async () => {
  let text = '';
  for await (const piece of await exportAuditLog(memberOf(tenant), EVERY_EVENT, { format: 'ndjson', key }))
    text += piece;
  const file = path.join(folder, 'log.ndjson');
  writeFileSync(file, text);
  const offline = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', AUDIT_SIGNING_KEY: '' };
  const good = await verify(['--file', file, '--key', publicFile], offline);
  expect(good.text).toContain('Every event up to number 6 is here as it was sealed');
  expect(good.code).toBe(0);
  expect((await verify(['--file', file], offline)).text).toContain(
    'Who signed: the key is the one the file itself names',
  );
  writeFileSync(file, text.replace('event 4', 'event 9'));
  const bad = await verify(['--file', file, '--key', publicFile], offline);
  expect(bad.text).toContain('is not what was sealed in block 1');
  expect(bad.code).toBe(1);
});

test('a wrong command says how it goes', async () => {
  expect((await verify([])).text).toContain('--tenant or --file is missing.');
  expect((await verify(['--nothing'])).text).toContain('npm run audit:verify -- --tenant acme');
  expect((await verify(['--tenant', 'nobody'])).text).toBe('The tenant nobody was not found.\n');
});
