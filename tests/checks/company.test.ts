import { describe, expect, test } from 'vitest';
import type { CallDay, CallSeen } from '#lib/checks/facts.ts';
import { type ClosedRecords, judgeClosedPeriods } from '#lib/checks/rules/closed-periods.ts';
import { judgePermissions } from '#lib/checks/rules/permissions.ts';
import { judgePlan, type RecordNeeds } from '#lib/checks/rules/plan.ts';
import { judgeQuota } from '#lib/checks/rules/quota.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { answered, checkedConnection, companyFacts, NOON, refused } from '#tests/factories/checks.ts';

const XERO_SCOPES = [
  'offline_access',
  'accounting.settings.read',
  'accounting.contacts.read',
  'accounting.transactions.read',
];

function connection(ledger: 'qbo' | 'xero', scopes = ledger === 'qbo' ? undefined : XERO_SCOPES) {
  const grant = checkedConnection().grant!;
  return checkedConnection({ ledger, grant: { ...grant, scopes: scopes ?? grant.scopes } });
}

const UNREACHED = ['unavailable', 'rate_limited', 'token_refused'] as const;

describe('Permissions', () => {
  const judge = (of: ReturnType<typeof connection>, company: CallSeen<CompanyFacts> = answered(companyFacts())) =>
    judgePermissions(of, company, NOON);

  test('are enough by what was granted and by a call that needs them', () => {
    expect(judge(connection('qbo')).state).toBe('ok');
    expect(judge(connection('xero')).state).toBe('ok');
    const granular = ['accounting.invoices.read', 'accounting.payments.read', ...XERO_SCOPES.slice(0, 3)];
    expect(judge(connection('xero', granular)).state).toBe('ok');
  });

  test('are named where they are missing', () => {
    expect(judge(connection('xero', XERO_SCOPES.slice(0, 3)))).toMatchObject({
      state: 'broken',
      sentence:
        'Tieout was not permitted to read everything that it needs at Xero: invoices and bills and payments are missing.',
      evidence: { missing: ['accounting.invoices.read', 'accounting.payments.read'] },
    });
  });

  test('are broken where the ledger refuses, in its words; not known where it names none; not checked without an answer', () => {
    const words = { httpStatus: 403, code: '3100', message: 'ApplicationAuthorizationFailed' };
    expect(judge(connection('qbo'), refused('not_permitted', words))).toMatchObject({
      state: 'broken',
      sentence: expect.stringContaining('“ApplicationAuthorizationFailed”'),
      evidence: { code: '3100' },
    });
    expect(judge(connection('xero', [])).state).toBe('not_known');
    for (const trouble of UNREACHED) expect(judge(connection('qbo'), refused(trouble)).state).toBe('not_checked');
  });
});

describe('The plan', () => {
  const NEEDS: RecordNeeds = {
    lookedAt: 40,
    invoices: true,
    bills: true,
    payments: false,
    billPayments: false,
    currencies: ['USD'],
    tracking: false,
  };
  const judge = (facts: Partial<CompanyFacts>, needs: Partial<RecordNeeds> = {}, ledger: 'qbo' | 'xero' = 'qbo') =>
    judgePlan(connection(ledger), answered(companyFacts(facts)), { ...NEEDS, ...needs }, NOON);

  test('is fine where it allows what the newest records need', () => {
    expect(judge({}, { tracking: true, currencies: ['USD', 'EUR'] })).toMatchObject({
      state: 'ok',
      sentence: 'The plan (QuickBooks Online Plus) allows what the newest 40 records need.',
    });
    const actions = { CreateApprovedInvoice: true, CreateApprovedBill: true, UseMulticurrency: false };
    expect(judge({ plan: 'STANDARD', actions }, {}, 'xero').state).toBe('ok');
  });

  test.each([
    [{ plan: 'QuickBooks Online Simple Start' }, {}, 'broken', 'has no bills'],
    [{ plan: 'QuickBooks Online Simple Start' }, { bills: false }, 'ok', 'allows'],
    [{ hasMultiCurrency: false }, { currencies: ['CAD', 'USD'] }, 'broken', 'records are in CAD'],
    [{ hasMultiCurrency: false }, { currencies: ['USD'] }, 'ok', 'allows'],
    [{ hasClasses: false, hasLocations: false }, { tracking: true }, 'warning', 'Classes and locations are off'],
    [{ hasClasses: false }, { tracking: true }, 'ok', 'allows'],
    [{ subscription: 'EXPIRED' }, {}, 'broken', 'The subscription in QuickBooks Online is EXPIRED'],
    [{ subscription: 'TRIAL' }, {}, 'warning', 'on a trial'],
    [{ plan: null, subscription: null }, {}, 'not_known', 'does not say which plan'],
    [{ plan: 'QuickBooks Something New' }, {}, 'ok', 'allows'],
  ] as const)('of QuickBooks with %j and records of %j is %s', (facts, needs, state, words) => {
    const found = judge(facts, { ...needs, currencies: [...(('currencies' in needs && needs.currencies) || ['USD'])] });
    expect(found).toMatchObject({ state, sentence: expect.stringContaining(words) });
  });

  test.each([
    [{ plan: 'STANDARD', actions: { CreateApprovedBill: false } }, {}, 'broken', 'approved bills'],
    [{ plan: 'STANDARD', actions: { CreateApprovedBill: false } }, { bills: false }, 'ok', 'allows'],
    [
      { plan: 'PREMIUM', actions: { CreateInvoicePayment: false } },
      { payments: true },
      'broken',
      'payments of invoices',
    ],
    [{ plan: 'STARTER', actions: {} }, {}, 'warning', '20 invoices and 5 bills'],
    [{ plan: 'GST_CASHBOOK', actions: null }, {}, 'broken', 'no invoices or bills'],
  ] as const)('of Xero with %j and records of %j is %s', (facts, needs, state, words) => {
    expect(judge(facts, needs, 'xero')).toMatchObject({ state, sentence: expect.stringContaining(words) });
  });

  test('is broken where the subscription lapsed, and not checked without an answer', () => {
    const words = { httpStatus: 403, code: '6190', message: 'Invalid company status' };
    expect(judgePlan(connection('qbo'), refused('plan', words), NEEDS, NOON)).toMatchObject({
      state: 'broken',
      evidence: { code: '6190' },
    });
    for (const trouble of UNREACHED) {
      expect(judgePlan(connection('qbo'), refused(trouble), NEEDS, NOON).state).toBe('not_checked');
    }
  });
});

describe('Closed periods', () => {
  const LIST: ClosedRecords = {
    kind: 'invoice',
    status: 'pending',
    count: 1_204,
    isExact: true,
    money: [{ currency: 'USD', amount: '12.0000' }],
    path: 'history/invoices?status=pending&docTo=2026-10-31',
  };
  const judge = (facts: Partial<CompanyFacts>, records: ClosedRecords[] = []) =>
    judgeClosedPeriods(connection('xero'), answered(companyFacts(facts)), records, NOON);

  test('are none, or hold nothing that waits', () => {
    expect(judge({})).toMatchObject({ state: 'ok', sentence: 'No period is closed in Xero.' });
    expect(judge({ closedThrough: '2026-10-31' }).state).toBe('ok');
  });

  test('are told by the later of both dates, with how many records lie in them, their money and where they are listed', () => {
    const failed = { ...LIST, status: 'failed' as const, count: 1 };
    expect(judge({ closedThrough: '2026-10-31', yearClosedThrough: '2026-06-30' }, [LIST, failed])).toMatchObject({
      state: 'warning',
      matter: 'company',
      sentence:
        'The books are closed through 31 October 2026 in Xero: 1,204 pending records and 1 failed record are dated on or before that day and can’t be written.',
      evidence: { records: [LIST, failed] },
    });
    expect(judge({ yearClosedThrough: '2026-12-31', closedThrough: '2026-10-31' }).sentence).toContain(
      '31 December 2026',
    );
  });

  test('are not checked without an answer', () => {
    for (const trouble of [...UNREACHED, 'not_permitted', 'plan'] as const) {
      expect(judgeClosedPeriods(connection('qbo'), refused(trouble), [], NOON).state).toBe('not_checked');
    }
  });
});

describe('The quota', () => {
  const DAY: CallDay = { made: 100, refused: 0, dayLeft: 900, minuteLeft: 60, heldUntil: null, seenAt: NOON.now };
  const judge = (day: CallDay | null) => judgeQuota(connection('xero'), day, NOON);

  test.each([
    [{}, 'ok', '100 calls to Xero today; 900 are left, which lasts the day.'],
    [{ dayLeft: 99 }, 'warning', 'do not last until midnight'],
    [{ dayLeft: 0 }, 'broken', 'No call to Xero is left for today'],
    [{ heldUntil: new Date('2026-11-22T12:30:00Z') }, 'warning', 'until 22 November 2026, 12:30'],
    [{ heldUntil: new Date('2026-11-22T11:30:00Z') }, 'ok', 'lasts the day'],
    [{ dayLeft: null }, 'ok', 'it names no limit of a day'],
    [{ dayLeft: null, refused: 6 }, 'warning', '6 of them refused'],
  ] as const)('with %j is %s', (changes, state, words) => {
    expect(judge({ ...DAY, ...changes })).toMatchObject({ state, sentence: expect.stringContaining(words) });
  });

  test('is not known while nothing was called', () => {
    expect(judge(null).state).toBe('not_known');
  });
});
