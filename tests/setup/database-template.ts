import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrate } from '#scripts/migrate.ts';
import { createTestDatabase, dropTestDatabase, openTestServer } from './database-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServerUrl: string;
    templateDatabase: string;
  }
}

/** Once a run: a server, and one migrated database from which each test file's own is copied. */
export default async function prepareTemplate(project: TestProject): Promise<() => Promise<void>> {
  const server = await openTestServer();
  const name = `tieout_template_${randomBytes(4).toString('hex')}`;
  const { ownerUrl } = await createTestDatabase(server.superuserUrl, name);
  await migrate(ownerUrl, { log: () => {} });
  project.provide('testServerUrl', server.superuserUrl);
  project.provide('templateDatabase', name);
  return async () => {
    await dropTestDatabase(server.superuserUrl, name);
    await server.close();
  };
}
