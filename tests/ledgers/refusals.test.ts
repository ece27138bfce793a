import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import type { LedgerReader, QuotaSeen } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerReader } from '#lib/ledgers/open-provider.ts';
import { settingsFor } from '#tests/factories/grants.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

const REALM = '4620816365000001';
const ORGANISATION = '5b1c0001-0000-4000-8000-000000000001';

let qbo: Qbo;
let xero: Xero;
let seen: QuotaSeen[];

beforeAll(async () => {
  qbo = await startQbo({ companies: [{ realmId: REALM }] });
  // Ten calls in a second are soon made here.
  qbo.limits.second.limit = { most: 1_000, seconds: 1 };
  xero = await startXero({ organisations: [{ tenantId: ORGANISATION }] });
  xero.limits.minute.limit = { most: 1_000, seconds: 60 };
  setEnvironment({ ...settingsFor('qbo', qbo), ...settingsFor('xero', xero) });
});
afterAll(() => Promise.all([qbo.close(), xero.close()]));
beforeEach(() => {
  seen = [];
  for (const simulator of [qbo, xero]) {
    simulator.faults.clear();
    simulator.log.clear();
  }
});

async function readerOf(
  ledger: Ledger,
  companyId = ledger === 'qbo' ? REALM : ORGANISATION,
  timeoutMs = 20_000,
): Promise<LedgerReader> {
  const { accessToken } = (ledger === 'qbo' ? qbo : xero).grantTo([companyId]);
  const input = { environment: 'demo' as const, companyId, access: accessToken };
  const onQuota = (one: QuotaSeen) => seen.push(one);
  return ledgerReader(ledger, { ...input, onQuota }, { pause: async () => {}, timeoutMs });
}

async function refusalOf(work: Promise<unknown>): Promise<LedgerError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LedgerError);
  return error as LedgerError;
}

test('QuickBooks Online: each of its refusals is told apart, in its own words', async () => {
  const expected: Record<string, [string, string | null, RegExp]> = {
    throttled_xml: ['rate_limited', '3001', /ThrottleExceeded.*The request limit was reached/],
    throttled_403: ['rate_limited', '3001', /ThrottleExceeded/],
    token_expired: ['token_refused', '3200', /Token expired/],
    authentication_failure: ['token_refused', '100', /SRV-110-Authentication Failure , statusCode: 401/],
    no_access: ['not_permitted', '120', /-11014-You do not have access to use QuickBooks Online Plus/],
    wrong_cluster: ['wrong_company', '130', /wrong cluster/],
    company_locked: ['unavailable', '140', /locked out/],
    under_maintenance: ['unavailable', '150', /under maintenance/],
    not_authorised: ['not_permitted', '3100', /ApplicationAuthorizationFailed/],
    insufficient_scope: ['not_permitted', '3100', /does not have sufficient scope/],
    internal_error: ['unavailable', '3100', /InternalServerError/],
    application_error: ['unavailable', '10000', /application error/],
    subscription_lapsed: ['plan', '6190', /subscription period has ended/],
    subscription_lapsed_text: ['plan', null, /^Invalid Company Status/],
    subscription_or_url: ['plan', '7001', /Subscription for company has lapsed/],
    permission_denied: ['plan', '5020', /The feature is not in your plan/],
    fault_with_200: ['refused', '500', /Operation is not supported/],
    several_errors: ['refused', '6140', /must specify a different number.*account period has closed/],
    ill_formed_xml: ['refused', '6070', /Amount is not equal to UnitPrice/],
    not_found: ['refused', '610', /made inactive/],
  };
  const reader = await readerOf('qbo');
  for (const [name, [trouble, code, words]] of Object.entries(expected)) {
    qbo.faults.next('api', { kind: 'answer', name }, { times: 5 });
    const error = await refusalOf(reader.probe());
    expect({ name, trouble: error.trouble, code: error.code }).toEqual({ name, trouble, code });
    expect(error.message).toMatch(words);
    expect(error.providerRequestId, name).toMatch(/^1-/);
    qbo.faults.clear();
  }
  qbo.faults.next('api', { kind: 'answer', name: 'throttled' }, { times: 2 });
  expect(await refusalOf(reader.probe())).toMatchObject({ trouble: 'rate_limited', retryAfterSeconds: 60 });
  expect(seen.at(-1)).toMatchObject({ isRefused: true, retryAfterSeconds: 60 });
});

test('Xero: each of its refusals is told apart, in its own words', async () => {
  const expected: Record<string, [string, string | null, string]> = {
    throttled: ['rate_limited', null, 'Xero refuses more calls for now (limit: minute).'],
    throttled_day: ['rate_limited', null, 'Xero refuses more calls for now (limit: day).'],
    token_expired: [
      'token_refused',
      'TokenExpired',
      'Unauthorized: TokenExpired: token expired at 2026-01-01T00:00:00Z',
    ],
    token_rejected: ['token_refused', 'AuthenticationUnsuccessful', 'Unauthorized: AuthenticationUnsuccessful'],
    not_connected: ['wrong_company', 'AuthenticationUnsuccessful', 'Forbidden: AuthenticationUnsuccessful'],
    not_connected_lower_case: ['wrong_company', 'AuthenticationUnsuccessful', 'Forbidden: AuthenticationUnsuccessful'],
    insufficient_scope: ['not_permitted', 'AuthorizationUnsuccessful', 'Unauthorized: AuthorizationUnsuccessful'],
    no_permission: [
      'not_permitted',
      'ValidationException',
      'The User specified does not have the correct permissions to perform this action',
    ],
    plan_limit: ['plan', 'ValidationException', 'You have reached the limit of invoices you can approve.'],
    validation_xml: ['refused', null, 'Contact Name cannot be empty.'],
    not_found: ['refused', null, 'The resource you&apos;re looking for cannot be found'.replace('&apos;', "'")],
    internal_error: ['unavailable', null, '500 Internal Server Error'],
  };
  const reader = await readerOf('xero');
  for (const [name, [trouble, code, message]] of Object.entries(expected)) {
    xero.faults.next('api', { kind: 'answer', name }, { times: 5 });
    const error = await refusalOf(reader.probe());
    expect({ name, trouble: error.trouble, code: error.code, message: error.message }).toEqual({
      name,
      trouble,
      code,
      message,
    });
    expect(error.providerRequestId, name).toMatch(/^[\da-f-]{36}$/);
    xero.faults.clear();
  }
});

describe.each(['qbo', 'xero'] as const)('%s', (ledger) => {
  const simulatorOf = () => (ledger === 'qbo' ? qbo : xero);

  test('what passes is tried again, what does not is said; a body that never ends has an end', async () => {
    const simulator = simulatorOf();
    const reader = await readerOf(ledger);
    for (const kind of ['lost_before', 'lost_after', 'bad_gateway', 'unavailable', 'gateway_timeout'] as const) {
      simulator.faults.next('api', { kind }, { times: 2 });
      expect((await reader.probe()).companyId, kind).toBeTruthy();
      simulator.faults.next('api', { kind }, { times: 3 });
      expect((await refusalOf(reader.probe())).trouble, kind).toBe('unavailable');
      simulator.faults.clear();
    }
    simulator.faults.next('api', { kind: 'slow', delayMs: 60_000 });
    const hasty = await readerOf(ledger, undefined, 300);
    expect(await refusalOf(hasty.probe())).toMatchObject({
      trouble: 'unavailable',
      code: 'timeout',
      message: expect.stringContaining('did not answer within'),
    });
  });

  test('no path leads out of the company, and no error holds the token', async () => {
    const { accessToken } = simulatorOf().grantTo([ledger === 'qbo' ? REALM : ORGANISATION]);
    const companyId = ledger === 'qbo' ? REALM : ORGANISATION;
    const reader = await ledgerReader(ledger, { environment: 'demo', companyId, access: accessToken });
    for (const path of ['../2/companyinfo/2', '/connections', 'https://evil.example/x', '//evil.example/x']) {
      expect(await refusalOf(reader.get(path)), path).toMatchObject({ trouble: 'refused', httpStatus: null });
    }
    expect(simulatorOf().log.calls).toEqual([]);
    const broken = await ledgerReader(ledger, { environment: 'demo', companyId, access: `${accessToken}x` });
    const error = await refusalOf(broken.probe());
    expect(`${error.message} ${error.stack}`).not.toContain(accessToken);
  });
});
