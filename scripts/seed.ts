import path from 'node:path';
import { hashPassword } from '#lib/access/password.ts';
import { env } from '#lib/env.ts';
import { acmePlan } from '../prisma/seed/acme-plan.ts';
import { globexPlan } from '../prisma/seed/globex-plan.ts';
import { insertRows } from '../prisma/seed/insert-rows.ts';
import { makeTenant } from '../prisma/seed/make-tenant.ts';
import { DEMO_PASSWORD, makePeople } from '../prisma/seed/people.ts';
import { Random } from '../prisma/seed/random.ts';
import { type DemoSignIn, makeDataDir, writeSecrets } from './data-dir.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { connect } from './database-connection.ts';
import { showDemo } from './demo.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { PlainError, runScript, say } from './run-script.ts';

const PEOPLE_SEED = 0x7e0;

export type SeedOptions = {
  /** Takes one line for each thing done. */
  log: (line: string) => void;
  /** The instant at which the demo's thirteen months end; now by default. */
  today?: Date;
};

/**
 * Fills a migrated database with two businesses, as its owner, all or nothing. With the same `today` it is the same
 * data each time, but for the secrets.
 * @throws PlainError when the demo's tenants or people are there already
 */
export async function seedDemo(
  ownerUrl: string,
  { log, today = new Date() }: SeedOptions,
): Promise<{ signIns: DemoSignIn[]; apiKey: string }> {
  const people = makePeople(new Random(PEOPLE_SEED), today.getTime());
  const client = await connect(ownerUrl, 'DATABASE_OWNER_URL');
  try {
    await client.query('BEGIN');
    const { rowCount } = await client.query(
      `SELECT FROM tenant WHERE slug = ANY ($1) UNION ALL SELECT FROM app_user WHERE email = ANY ($2)`,
      [[acmePlan.slug, globexPlan.slug], people.map(({ email }) => email)],
    );
    if (rowCount) {
      throw new PlainError(
        'This database already has the demo (tenants acme and globex): nothing was changed; seed an empty database instead.',
      );
    }
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    await insertRows(
      client,
      'app_user',
      people.map(({ id, email, name }) => ({
        id,
        email,
        name,
        password_hash: passwordHash,
        session_version: 1,
        created_at: today,
      })),
    );
    const apiKeys: string[] = [];
    for (const plan of [acmePlan, globexPlan]) {
      const { tenantId, tables, apiKey } = makeTenant(plan, today, people);
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      for (const { table, rows } of tables) await insertRows(client, table, rows);
      apiKeys.push(apiKey);
      const records = tables.find(({ table }) => table === 'sync_record')?.rows.length ?? 0;
      const attempts = tables.find(({ table }) => table === 'sync_attempt')?.rows.length ?? 0;
      log(
        `Demo data: ${plan.name}, ${records.toLocaleString('en-US')} records with ${attempts.toLocaleString('en-US')} attempts.`,
      );
    }
    await client.query('COMMIT');
    // Without statistics the first pages would be planned for empty tables.
    await client.query(
      'ANALYZE error_message, sync_record, sync_record_line, record_application, sync_attempt, audit_event',
    );
    return {
      signIns: people.map(({ email, what }) => ({ email, password: DEMO_PASSWORD, what })),
      apiKey: apiKeys[0] ?? '',
    };
  } finally {
    // Ending the session rolls an unfinished transaction back.
    await client.end();
  }
}

/** Seeds the embedded database of the data directory, whose Tieout must have stopped. */
async function seedEmbedded(): Promise<void> {
  const dataDir = path.resolve(env().TIEOUT_DATA_DIR);
  makeDataDir(dataDir);
  const lock = lockDataDir(dataDir, 'npm run seed');
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, say });
    try {
      await migrate(postgres.ownerUrl, { log: say });
      const demo = await seedDemo(postgres.ownerUrl, { log: say });
      writeSecrets(dataDir, { ...postgres.secrets, demo });
      showDemo(demo, say);
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

if (import.meta.main) {
  await runScript(async () => {
    const { DATABASE_URL, DATABASE_OWNER_URL } = env();
    if (DATABASE_OWNER_URL) showDemo(await seedDemo(DATABASE_OWNER_URL, { log: say }), say);
    else if (DATABASE_URL)
      throw new PlainError('DATABASE_OWNER_URL is not set: the owner of the database loads the demo data.');
    else await seedEmbedded();
    return 0;
  });
}
