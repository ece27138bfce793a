import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type AuditEntry, recordAudit } from '#lib/audit/record-audit.ts';
import { newId } from '#lib/core/ids.ts';
import { memberOf, type TestTenant } from './tenant.ts';

/** Appends so many events to a tenant's audit log, by one act; each notes its number. */
export async function writeEvents(tenant: TestTenant, count: number, note = 'event'): Promise<void> {
  const ctx = memberOf(tenant);
  const entries = Array.from(
    { length: count },
    (_, place): AuditEntry => ({
      action: 'record.status_changed',
      subject: { type: 'record', id: newId() },
      before: { syncStatus: 'failed' },
      after: { syncStatus: 'pending', amount: '1250.00' },
      note: `${note} ${place + 1}`,
    }),
  );
  await ctx.transaction((tx) => recordAudit(ctx, tx, entries));
}

/** A folder of the test file's own, gone after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-audit-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
