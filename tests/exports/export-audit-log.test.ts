import { beforeAll, describe, expect, test } from 'vitest';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { type AuditFilter, EVERY_EVENT } from '#lib/audit/list-contract.ts';
import { sealAudit } from '#lib/audit/seal-audit.ts';
import { type ExportReport, verifyExport } from '#lib/audit/verify-export.ts';
import { dayOf } from '#lib/core/dates.ts';
import { makeSigningKeyText, publicKeyText, readPublicKey, readSigningKey } from '#lib/core/signing-key.ts';
import { exportAuditLog } from '#lib/exports/export-audit-log.ts';
import { administrator } from '#tests/factories/administrator.ts';
import { writeEvents } from '#tests/factories/audit-log.ts';
import { storedRows } from '#tests/factories/stored.ts';
import { createTenant, memberOf, type TestTenant } from '#tests/factories/tenant.ts';

const key = readSigningKey(makeSigningKeyText())!;
const publicKey = readPublicKey(publicKeyText(key))!;

let tenant: TestTenant;

beforeAll(async () => {
  await administrator();
  tenant = await createTenant();
  await writeEvents(tenant, 2_300, '=1+1, "quoted"');
  await sealAudit(memberOf(tenant), { key, isNow: true });
});

async function exported(filter: AuditFilter, format: 'csv' | 'ndjson' = 'ndjson'): Promise<string> {
  let text = '';
  for await (const piece of await exportAuditLog(memberOf(tenant), filter, { format, key })) text += piece;
  return text;
}

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n');
}

function verify(text: string): Promise<ExportReport> {
  return verifyExport(linesOf(text), [publicKey]);
}

describe('The whole log', () => {
  let text: string;
  beforeAll(async () => {
    text = await exported(EVERY_EVENT);
  });

  test('can be checked by whoever has the file and the public key alone', async () => {
    expect(await verify(text)).toMatchObject({ faults: [], unsealed: 0, signatures: { unsigned: 0, unknownKeys: [] } });
  });

  test('holds every event, the export itself too', async () => {
    const rows = await storedRows<{ id: string; action: string; after: unknown }>(tenant, 'audit_event', 'id');
    const { events } = await verify(text);
    expect(events).toBeLessThanOrEqual(rows.length);
    expect(text).toContain('"action":"audit.exported"');
    expect(rows.find(({ action }) => action === 'audit.exported')?.after).toEqual({ format: 'ndjson', filters: null });
  });

  test.each<[string, (lines: string[]) => string[], Partial<Record<string, unknown>>]>([
    ['changed', (lines) => lines.with(1_500, lines[1_500]!.replace('=1+1', '=2+2')), { kind: 'changed' }],
    ['removed', (lines) => lines.toSpliced(1_500, 1), { kind: 'removed' }],
    [
      'inserted',
      (lines) =>
        lines.toSpliced(5, 0, lines[4]!.replace(/"id":"(.{8})/, '"id":"00000000').replace(/"at":"..../, '"at":"2001')),
      { kind: 'inserted' },
    ],
  ])('in which an event was %s is found out, and the event named', async (_what, change, fault) => {
    const report = await verify(change(text.split('\n')).join('\n'));
    expect(report.faults[0]).toMatchObject(fault);
    expect(report.faults[0]?.eventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('whose chain or checkpoint was changed is found out', async () => {
    const chain = text.replace(/"sealedAt":"20../, '"sealedAt":"2001');
    expect((await verify(chain)).faults[0]).toMatchObject({ kind: 'rewritten' });
    const checkpoint = text.replace(/("completeTo":")20../, '$12001');
    expect((await verify(checkpoint)).faults.at(-1)).toMatchObject({ kind: 'signature' });
  });

  test('that was cut short is found out', async () => {
    const lines = text.split('\n');
    expect((await verify(lines.slice(0, -2).join('\n'))).faults.at(-1)).toMatchObject({ kind: 'cut_off' });
    await expect(verify(text.slice(0, 5_000))).rejects.toThrow('cut short');
    await expect(verify('a,b\n1,2')).rejects.toThrow('no audit log');
  });
});

test('what matches a filter can be checked too, without the rest', async () => {
  const [row] = await storedRows<{ subject_id: string }>(tenant, 'audit_event', 'id LIMIT 1 OFFSET 1700');
  const text = await exported({ ...EVERY_EVENT, subject: String(row?.subject_id) });
  const report = await verify(text);
  expect(report).toMatchObject({ faults: [], events: 1, unsealed: 0 });
  expect(report.head.filter).toEqual({ subject: row?.subject_id });
  expect(text.length).toBeLessThan((await exported(EVERY_EVENT)).length / 4);
  const changed = text.replace('=1+1', '=2+2');
  expect((await verify(changed)).faults[0]).toMatchObject({ kind: 'changed' });
});

test('CSV has a line an event, runs no formula, and ends with the checkpoint', async () => {
  const today = dayOf(new Date(), 'UTC');
  const text = await exported({ ...EVERY_EVENT, action: 'record.status_changed', from: today, to: today }, 'csv');
  const lines = text.split('\r\n').slice(0, -1);
  expect(lines).toHaveLength(2_302);
  expect(lines[1]).toContain('Changed a sync status');
  expect(lines[1]).toContain('"\'=1+1, ""quoted"" 1"');
  expect(lines.at(-1)).toMatch(/Latest checkpoint of the log.*""signature"":""/);
});

test('whoever may not read the log may not export it', async () => {
  const ctx = memberOf(tenant, new Set(['record:read', 'export:create']));
  await expect(exportAuditLog(ctx, EVERY_EVENT, { format: 'csv', key })).rejects.toThrow('audit:read');
});

test('from whom files are hidden it is refused, and that is in the log', async () => {
  const own = await createTenant();
  const restricted = memberOf(own, permissionsOfRoles(['admin', 'accounting_sync', 'hide_export_to_excel']));
  const asking = exportAuditLog(restricted, EVERY_EVENT, { format: 'csv', key });
  await expect(asking).rejects.toMatchObject({ code: 'forbidden' });
  expect(await storedRows(own, 'audit_event', 'id')).toMatchObject([
    { action: 'export.refused', after: { format: 'csv', of: 'the audit log' } },
  ]);
});
