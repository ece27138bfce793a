import pg from 'pg';
import { hookPath, makeHookText } from '#lib/access/hook-text.ts';
import { newId } from '#lib/core/ids.ts';
import { call } from './calls.ts';
import type { BenchTenant } from './load.ts';
import { type Measured, measure } from './measure.ts';
import type { Bench } from './section.ts';
import { attemptsBody } from './writing.ts';

const POSTS = 3000;
const AT_ONCE = 4;
const WRITERS = 2;

const ENTRY = JSON.stringify({
  sync_attempt_id: 'SY12345',
  status: 'failed',
  error_code: 'VENDOR_MISSING_ACCOUNT',
  message: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  timestamp: '2025-01-20T10:30:00Z',
});

/**
 * Measures what a sender to a hook waits for against a bare insert of the same row: alone, and while outcomes are written in
 * batches of 1,000 through the engine that imports use too.
 */
export async function measureHooks({ report, base, tenants, superuserUrl }: Bench): Promise<void> {
  const [writing, posting = writing] = tenants;
  if (writing === undefined || posting === undefined) return;
  const pool = new pg.Pool({ connectionString: superuserUrl, max: AT_ONCE });
  try {
    const hook = await makeHook(pool, posting);
    const post = () => measure(POSTS, AT_ONCE, () => call(`${base}${hook.path}`, '', 'POST', ENTRY));
    const insert = () => measure(POSTS, AT_ONCE, () => insertPayload(pool, posting, hook.id));
    report.lines();
    const floor = await insert();
    const alone = await post();
    report.line('hook intake, alone', AT_ONCE, floor, alone);
    const busyFloor = await whileWriting(base, writing, insert);
    const busy = await whileWriting(base, writing, post);
    report.line('hook intake, while outcomes come', AT_ONCE, busyFloor, busy);
    report.note(
      `p99: ${alone.p99.toFixed(1)} ms alone, ${busy.p99.toFixed(1)} ms while outcomes come (floor ${busyFloor.p99.toFixed(1)} ms)`,
    );
  } finally {
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

async function whileWriting(base: string, tenant: BenchTenant, work: () => Promise<Measured>): Promise<Measured> {
  let isOver = false;
  const write = async (writer: number) => {
    for (let batch = 0; !isOver; batch += 1) {
      const body = attemptsBody(`hooks-${writer}-${batch}-${Math.random()}`, new Date().toISOString(), 0);
      await call(`${base}/api/v1/attempts`, tenant.keyText, 'POST', body);
    }
  };
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
  const measured = await work();
  isOver = true;
  await Promise.all(writers);
  return measured;
}
