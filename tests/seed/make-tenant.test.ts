import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { dayOf, instantsOf, monthEndingOn } from '#lib/core/dates.ts';
import { acmePlan } from '../../prisma/seed/acme-plan.ts';
import { globexPlan } from '../../prisma/seed/globex-plan.ts';
import type { Row } from '../../prisma/seed/insert-rows.ts';
import { makeTenant, type TenantRows } from '../../prisma/seed/make-tenant.ts';
import { makePeople } from '../../prisma/seed/people.ts';
import type { TenantPlan } from '../../prisma/seed/plan.ts';
import { Random } from '../../prisma/seed/random.ts';

// Thirteen months of a business are made several times over, on whatever machine this is.
vi.setConfig({ testTimeout: 120_000 });

const SECRET_COLUMNS = ['prefix', 'secret_hash', 'secret_hint'];
// A month's start, middle and end, a leap day, the hours around both changes of the clock.
const DAYS = ['2026-11-22T18:00:00Z', '2026-03-02T03:00:00Z', '2027-08-31T23:30:00Z', '2028-02-29T12:00:00Z'];

const made = new Map<string, TenantRows>();

/** Makes a tenant once for all tests that only look at it. */
function madeFor(plan: TenantPlan, today: string): TenantRows {
  const key = `${plan.slug} ${today}`;
  const tenant = made.get(key) ?? make(plan, today);
  made.set(key, tenant);
  return tenant;
}

function make(plan: TenantPlan, today: string): TenantRows {
  const now = new Date(today);
  return makeTenant(plan, now, makePeople(new Random(1), now.getTime()));
}

function rowsOf({ tables }: TenantRows, name: string): Row[] {
  return tables.find(({ table }) => table === name)?.rows ?? [];
}

function checksum({ tables }: TenantRows): string {
  const hash = createHash('sha256');
  for (const { table, rows } of tables) hash.update(`${table} ${JSON.stringify(rows.map(withoutSecrets))}`);
  return hash.digest('hex');
}

function withoutSecrets(row: Row): Row {
  if (!SECRET_COLUMNS.some((column) => column in row)) return row;
  return Object.fromEntries(Object.entries(row).filter(([column]) => !SECRET_COLUMNS.includes(column)));
}

describe('makeTenant', () => {
  it('makes the same data for the same day, but for the secrets', () => {
    for (const plan of [acmePlan, globexPlan]) {
      const first = madeFor(plan, '2026-11-22T18:00:00Z');
      const second = make(plan, '2026-11-22T18:00:00Z');
      expect(checksum(second)).toBe(checksum(first));
      expect(second.apiKey).not.toBe(first.apiKey);
    }
  });

  it.each(DAYS)('looks like a business on %s', (today) => {
    const acme = madeFor(acmePlan, today);
    const globex = madeFor(globexPlan, today);
    const counts = [acme, globex].map((tenant) => rowsOf(tenant, 'sync_record').length);
    expect(counts[0]).toBeGreaterThan(2 * (counts[1] ?? 0) * 0.9);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBeGreaterThan(18_500);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBeLessThan(22_500);
    const shown = failedInDefaultView(acmePlan, acme, today);
    expect(shown).toBeGreaterThanOrEqual(60);
    expect(shown).toBeLessThanOrEqual(130);
    expect(failedInDefaultView(globexPlan, globex, today)).toBeGreaterThanOrEqual(20);
  });

  it.each(DAYS)('writes nothing that lies after %s', (today) => {
    for (const plan of [acmePlan, globexPlan]) {
      const tenant = madeFor(plan, today);
      const now = new Date(today).toISOString();
      for (const column of ['attempted_at', 'received_at']) {
        expect(latest(rowsOf(tenant, 'sync_attempt'), column) <= now).toBe(true);
      }
      expect(latest(rowsOf(tenant, 'hook_payload'), 'received_at') <= now).toBe(true);
      for (const column of ['created_at', 'updated_at', 'pending_since', 'sync_date', 'status_set_at', 'excluded_at']) {
        expect(latest(rowsOf(tenant, 'sync_record'), column) <= now).toBe(true);
      }
      expect(latest(rowsOf(tenant, 'audit_event'), 'at') <= now).toBe(true);
    }
  });

  it.each(DAYS)('holds something for every flag on %s', (today) => {
    for (const plan of [acmePlan, globexPlan]) {
      const records = rowsOf(madeFor(plan, today), 'sync_record');
      for (const flag of [
        'is_by_hand',
        'is_tried_after_closing',
        'has_two_references',
        'is_reference_by_hand',
        'is_void',
      ]) {
        expect(records.filter((record) => record[flag] === true).length, flag).toBeGreaterThan(0);
      }
      expect(records.filter(({ excluded_by: by }) => by !== null).length).toBeGreaterThan(0);
    }
  });
});

function latest(rows: readonly Row[], column: string): string {
  return rows.reduce((last, row) => {
    const text = row[column];
    return typeof text === 'string' && text > last ? text : last;
  }, '');
}

/** How many invoices the history screen shows at first: failed, by sync date in the month that ends today. */
function failedInDefaultView(plan: TenantPlan, tenant: TenantRows, today: string): number {
  const { from } = instantsOf(monthEndingOn(dayOf(new Date(today), plan.timeZone)), plan.timeZone);
  const since = from?.toISOString() ?? '';
  return rowsOf(tenant, 'sync_record').filter(
    (row) =>
      row.kind === 'invoice' && row.sync_status === 2 && row.excluded_at === null && String(row.sync_date) >= since,
  ).length;
}
