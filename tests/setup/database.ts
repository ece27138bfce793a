import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, inject } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import { createTestDatabase, dropTestDatabase, type TestDatabase } from './database-server.ts';

let made: Promise<TestDatabase> | undefined;

async function make(): Promise<TestDatabase> {
  const server = inject('testServerUrl');
  const name = `tieout_test_${randomBytes(6).toString('hex')}`;
  const database = await createTestDatabase(server, name, inject('templateDatabase'));
  // Jobs that a test runs must not write into the data directory of a developer.
  const auditDir = path.join(tmpdir(), name);
  setEnvironment({
    AUDIT_CHECKPOINT_DIR: auditDir,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    AUTH_SECRET: 'a-secret-for-tests-of-more-than-32-characters',
  });
  afterAll(() => {
    rmSync(auditDir, { recursive: true, force: true });
    return dropTestDatabase(server, name);
  });
  return database;
}

/**
 * The test file's own migrated database, made at the first call (call it at the file's top level or in `beforeAll`).
 * From then on `env()`, and so everything in lib/, uses it as the application's role.
 */
export function testDatabase(): Promise<TestDatabase> {
  made ??= make();
  return made;
}
