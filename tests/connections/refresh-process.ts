import { createHash } from 'node:crypto';
import { workerContext } from '#lib/access/acting-context.ts';
import { withAccess } from '#lib/connections/with-access.ts';
import { closeDatabase } from '#lib/db/client.ts';

// A process of its own that uses a grant when it is told to, and says which token it was given by its fingerprint alone.
const [tenantId = '', grantId = ''] = process.argv.slice(2);
const ctx = await workerContext(tenantId, 'test', ['connection:check']);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
try {
  const used = await withAccess(ctx, grantId, async (access) => createHash('sha256').update(access).digest('hex'));
  process.stdout.write(`used ${used}\n`);
} finally {
  process.stdin.destroy();
  await closeDatabase();
}
