import pg from 'pg';
import { hookPath, makeHookText } from '#lib/access/hook-text.ts';
import { newId } from '#lib/core/ids.ts';
import { getImport } from '#lib/imports/get-import.ts';
import { runImport } from '#lib/imports/run-import.ts';
import { call } from './calls.ts';
import { makeMember, prepareImport, startImportWork, until } from './importing.ts';
import type { BenchTenant } from './load.ts';
import { measure } from './measure.ts';
import type { Bench } from './section.ts';

const POSTS = 2_000;
const AT_ONCE = 4;
/** Long enough to be written for as long as the posts take. */
const IMPORTED = 400_000;

const ENTRY = JSON.stringify({
  sync_attempt_id: 'SY12345',
  status: 'failed',
  error_code: 'VENDOR_MISSING_ACCOUNT',
  message: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  timestamp: '2025-01-20T10:30:00Z',
});

/**
 * Measures what a sender to a hook waits for against a bare insert of the same row: alone, and one by one while a worker
 * imports a large file.
 */
export async function measureHooks({ report, base, tenants, superuserUrl }: Bench): Promise<void> {
  const [importing, posting = importing] = tenants;
  if (importing === undefined || posting === undefined) return;
  const pool = new pg.Pool({ connectionString: superuserUrl, max: AT_ONCE });
  const worker = await startImportWork();
  try {
    const hook = await makeHook(pool, posting);
    const post = (atOnce: number) => measure(POSTS, atOnce, () => call(`${base}${hook.path}`, '', 'POST', ENTRY));
    const insert = (atOnce: number) => measure(POSTS, atOnce, () => insertPayload(pool, posting, hook.id));
    report.lines();
    const floor = await insert(AT_ONCE);
    const alone = await post(AT_ONCE);
    report.line('hook intake, alone', AT_ONCE, floor, alone);
    const ctx = await makeMember(superuserUrl, importing);
    const id = await prepareImport(ctx, IMPORTED);
    await runImport(ctx, id);
    const busyFloor = await insert(1);
    const busy = await post(1);
    const { state, counts } = await getImport(ctx, id);
    report.line('hook intake, while a file is imported', 1, busyFloor, busy);
    report.note(
      `p99: ${alone.p99.toFixed(1)} ms alone, ${busy.p99.toFixed(1)} ms while a file is imported (floor ${busyFloor.p99.toFixed(1)} ms; ` +
        `at the end the import was ${state} with ${(counts?.rows ?? 0).toLocaleString('en')} of ${IMPORTED.toLocaleString('en')} rows)`,
    );
    await until(ctx, id, 'finished');
  } finally {
    await worker.stop();
    await pool.end();
  }
}

async function makeHook(pool: pg.Pool, { id: tenantId }: BenchTenant): Promise<{ id: string; path: string }> {
  const id = newId();
  const { text, secretHash, secretHint } = makeHookText(tenantId);
  await pool.query(
    `INSERT INTO hook (tenant_id, id, source_id, name, secret_hash, secret_hint)
     SELECT $1, $2, id, 'Bench', $3, $4 FROM source WHERE tenant_id = $1 LIMIT 1`,
    [tenantId, id, Buffer.from(secretHash), secretHint],
  );
  return { id, path: hookPath(text) };
}

function insertPayload(pool: pg.Pool, { id: tenantId }: BenchTenant, hookId: string): Promise<unknown> {
  return pool.query(
    `INSERT INTO hook_payload (tenant_id, id, hook_id, content_type, body, size, request_id, state)
     VALUES ($1, $2, $3, 'application/json', $4, $5, 'bench', 'dismissed')`,
    [tenantId, newId(), hookId, Buffer.from(ENTRY), ENTRY.length],
  );
}
