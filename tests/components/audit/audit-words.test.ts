import { describe, expect, test } from 'vitest';
import { auditWords } from '#components/audit/audit-words.ts';
import { ACTION_WORDS, actionWords } from '#lib/audit/action-words.ts';
import { AUDIT_ACTIONS } from '#lib/audit/actions.ts';
import type { AuditRow } from '#lib/audit/list-contract.ts';

const FORMATS = { locale: 'en-US', timeZone: 'America/Chicago' };

function event(changes: Partial<AuditRow>): AuditRow {
  return {
    id: 'e',
    at: '2026-11-21T16:30:00.000Z',
    actor: { type: 'person', id: 'p', name: 'Robin' },
    address: null,
    action: 'key.created',
    subject: { type: 'key', id: 'k', name: 'TMS', kind: null, currency: null },
    before: null,
    after: null,
    note: null,
    correlationId: 'c',
    bulkOperationId: null,
    ...changes,
  };
}

const RECORD = { type: 'record', id: 'r', name: 'INV-1', kind: 'invoice', currency: 'USD' };

describe('An event in words', () => {
  test('has every value by name, also those that nobody foresaw', () => {
    const after = {
      name: 'TMS',
      scopes: ['records:read', 'records:write'],
      isNew: true,
      lastUsedAt: null,
      counts: { a: 1 },
    };
    expect(auditWords(event({ after }), FORMATS)).toEqual({
      title: 'Created an API key',
      changes: [
        { field: 'Name', before: null, after: 'TMS' },
        { field: 'Scopes', before: null, after: 'records:read, records:write' },
        { field: 'New', before: null, after: 'yes' },
        { field: 'Last used at', before: null, after: 'none' },
        { field: 'Counts', before: null, after: 'A: 1' },
      ],
    });
  });

  test('shows before and after, money and times as the tenant writes them', () => {
    const change = {
      action: 'record.changed',
      subject: RECORD,
      before: { amount: '1250.0000', other: '2026-11-02T10:30:00Z' },
    };
    const { changes } = auditWords(
      event({ ...change, after: { amount: '1300.0000', other: '2026-11-02T11:30:00Z' } }),
      FORMATS,
    );
    expect(changes).toEqual([
      { field: 'Amount', before: '1,250.00 USD', after: '1,300.00 USD' },
      { field: 'Other', before: '2 Nov 2026, 04:30', after: '2 Nov 2026, 05:30' },
    ]);
  });

  test('says a status change once, in the title', () => {
    const action = 'record.status_changed';
    const words = auditWords(
      event({
        action,
        subject: RECORD,
        before: { syncStatus: 'failed', isByHand: false },
        after: { syncStatus: 'pending', isByHand: false },
      }),
      FORMATS,
    );
    expect(words).toEqual({ title: 'Set from Failed to Pending', changes: [] });
  });

  test('copes with what an older or newer Tieout wrote', () => {
    expect(auditWords(event({ action: 'thing.eaten_up', after: 'all of it' }), FORMATS)).toEqual({
      title: 'thing eaten up',
      changes: [{ field: 'Value', before: null, after: 'all of it' }],
    });
  });
});

test('every act has its own words', () => {
  expect(new Set(Object.values(ACTION_WORDS)).size).toBe(AUDIT_ACTIONS.length);
  expect(actionWords('key.revoked')).toBe('Revoked an API key');
});
