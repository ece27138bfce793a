import { expect, test } from 'vitest';
import { type AuditState, auditQuery, DEFAULT_STATE, withChange } from '../../../app/[tenant]/audit/audit-address.ts';
import { parseAuditParams } from '../../../app/[tenant]/audit/search-params.ts';

function read(query: string): ReturnType<typeof parseAuditParams> {
  return parseAuditParams(Object.fromEntries(new URLSearchParams(query)));
}

const FULL: AuditState = {
  actor: '01900000-0000-7000-8000-000000000001',
  action: 'record.status_changed',
  subjectType: 'record',
  subject: 'INV-1 & "2"',
  from: '2026-03-08',
  to: '2026-03-09',
  size: 100,
  cursor: 'abc',
};

test('an address says nothing of what is usual, and all of what is not', () => {
  expect(auditQuery(DEFAULT_STATE)).toBe('');
  expect(read('')).toEqual({ state: DEFAULT_STATE, notices: [] });
  expect(read(auditQuery(FULL))).toEqual({ state: FULL, notices: [] });
  expect(withChange(FULL, { actor: 'jobs' })).toEqual({ ...FULL, actor: 'jobs', cursor: null });
});

test.each([
  ['actor=nobody', 'The person or key “nobody”'],
  ['action=record.eaten', 'The act “record.eaten”'],
  ['type=table', 'The kind “table”'],
  ['about=%00', 'The text'],
  ['from=2026-02-30', 'The first day “2026-02-30”'],
  ['to=tomorrow', 'The last day “tomorrow”'],
  ['size=51', 'The page size “51”'],
  ['from=2026-03-09&to=2026-03-08', 'The days end before they begin'],
])('what %s says wrongly is left out, and said', (query, notice) => {
  const { state, notices } = read(query);
  expect(state).toEqual(DEFAULT_STATE);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain(notice);
});
