import { describe, expect, test } from 'vitest';
import type { CallSeen } from '#lib/checks/facts.ts';
import { judgeAuthorised } from '#lib/checks/rules/authorised.ts';
import { judgeExpiry } from '#lib/checks/rules/expiry.ts';
import { judgeRightCompany } from '#lib/checks/rules/right-company.ts';
import { answered, checkedConnection, NOON, refused } from '#tests/factories/checks.ts';

const ACME = { companyId: 'realm-1', name: 'Acme Inc' };
const DAY_MS = 86_400_000;

function notMade(why: Extract<CallSeen<never>, { state: 'not_made' }>['why']): CallSeen<never> {
  return { state: 'not_made', call: 'Company information', why };
}

describe('Authorised', () => {
  const judge = (proof: CallSeen<typeof ACME>, changes = {}) =>
    judgeAuthorised(checkedConnection(changes), proof, NOON);

  test('is fine by the call that was answered, and names it and its time', () => {
    expect(judge(answered(ACME))).toEqual({
      check: 'authorised',
      subject: '',
      matter: 'own_link',
      state: 'ok',
      sentence: 'QuickBooks Online accepted Tieout’s authorisation on 22 November 2026, 12:00 (Company information).',
      remedy: null,
      evidence: { call: 'Company information', at: '2026-11-22T12:00:00.000Z' },
    });
  });

  test.each([
    ['token_refused', 'broken'],
    ['grant_dead', 'broken'],
    ['wrong_company', 'broken'],
    ['misconfigured', 'broken'],
    ['not_permitted', 'warning'],
    ['plan', 'ok'],
    ['rate_limited', 'not_checked'],
    ['unavailable', 'not_checked'],
    ['refused', 'not_checked'],
  ] as const)('of a call that ended in %s is %s, with what the ledger said', (trouble, state) => {
    const found = judge(refused(trouble, { httpStatus: 401, code: '3200', message: 'Token expired' }));
    expect(found.state).toBe(state);
    expect(found.evidence).toMatchObject({ trouble, httpStatus: 401, code: '3200', message: 'Token expired' });
    expect(found.remedy !== null || state === 'ok' || state === 'not_checked').toBe(true);
  });

  test('is not checked without a call, and broken where it is known to be lost', () => {
    expect(judge(notMade({ reason: 'not_connected', status: 'disconnected' }))).toMatchObject({
      state: 'not_checked',
      sentence: 'Not checked: QuickBooks Online was disconnected, so nothing can be asked.',
    });
    expect(judge(notMade({ reason: 'budget', dayLeft: 3, needed: 1 }))).toMatchObject({
      state: 'not_checked',
      sentence:
        'Not checked: 3 calls to QuickBooks Online are left for today, and they are kept for reading records back.',
    });
    const held = judge(notMade({ reason: 'held', until: NOON.now }), { status: 'lost', statusReason: 'invalid_grant' });
    expect(held).toMatchObject({ state: 'broken', remedy: expect.stringContaining('Reconnect') });
  });
});

describe('The end of an authorisation', () => {
  const at = (daysLeft: number, hardDaysLeft: number | null = null) => {
    const grant = checkedConnection().grant!;
    const ahead = (days: number) => new Date(NOON.now.getTime() + days * DAY_MS);
    const hardEndsAt = hardDaysLeft === null ? null : ahead(hardDaysLeft);
    return judgeExpiry(checkedConnection({ grant: { ...grant, refreshEndsAt: ahead(daysLeft), hardEndsAt } }), NOON);
  };

  test.each([
    [100, 'ok', null],
    [30.1, 'ok', null],
    [30, 'warning', 30],
    [14.1, 'warning', 30],
    [14, 'warning', 14],
    [7, 'warning', 7],
    [1, 'warning', 1],
    [0.1, 'warning', 1],
    [0, 'broken', 0],
    [-3, 'broken', 0],
  ] as const)('%d days before it is %s (warning of %s days)', (days, state, threshold) => {
    expect(at(days)).toMatchObject({ state, evidence: { threshold, endsBy: 'refresh' } });
  });

  test('counts the hard end where that comes first, which no use moves', () => {
    expect(at(90, 10)).toMatchObject({
      state: 'warning',
      sentence: 'Tieout’s authorisation at QuickBooks Online ends in 10 days, on 2 December 2026, for good.',
      evidence: { endsBy: 'hard', daysLeft: 10, threshold: 14 },
    });
  });

  test('is not checked where nothing is connected or it has ended already', () => {
    expect(judgeExpiry(checkedConnection({ grant: null, status: 'not_connected' }), NOON).state).toBe('not_checked');
    const grant = { ...checkedConnection().grant!, deadAt: NOON.now };
    expect(judgeExpiry(checkedConnection({ grant, status: 'lost' }), NOON).state).toBe('not_checked');
  });
});

describe('The right company', () => {
  const judge = (proof: CallSeen<typeof ACME>) => judgeRightCompany(checkedConnection(), proof, NOON);

  test('is the pinned one by its id', () => {
    expect(judge(answered(ACME)).state).toBe('ok');
    expect(judge(answered({ ...ACME, companyId: 'realm-2' }))).toMatchObject({
      state: 'broken',
      evidence: { pinned: { companyId: 'realm-1' }, found: { companyId: 'realm-2' } },
    });
    expect(judge(refused('wrong_company')).state).toBe('broken');
  });

  test('may be renamed, which is said', () => {
    expect(judge(answered({ ...ACME, name: 'Acme Ltd' }))).toMatchObject({
      state: 'warning',
      sentence: 'The company is called Acme Ltd now; it was Acme Inc.',
    });
  });

  test('is not checked where no company answered', () => {
    for (const trouble of ['unavailable', 'token_refused', 'rate_limited'] as const) {
      expect(judge(refused(trouble)).state).toBe('not_checked');
    }
  });
});
