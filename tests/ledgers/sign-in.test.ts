import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setEnvironment } from '#lib/env.ts';
import type { LedgerSignIn } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { LEDGERS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { type Qbo, startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero, type Xero } from '#tests/simulators/xero/server.ts';

let qbo: Qbo;
let xero: Xero;

beforeAll(async () => {
  qbo = await startQbo({ companies: [{ realmId: '4620816365000001', settings: { name: 'Acme Freight' } }] });
  xero = await startXero({
    organisations: [
      { tenantId: '5b1c0001-0000-4000-8000-000000000001', settings: { name: 'Acme Freight AU' } },
      { tenantId: '5b1c0001-0000-4000-8000-000000000002', settings: { name: 'Acme Freight NZ' } },
    ],
  });
  setEnvironment({
    TIEOUT_URL: 'https://tieout.example',
    QBO_CLIENT_ID: qbo.clientId,
    QBO_CLIENT_SECRET: qbo.clientSecret,
    QBO_ENVIRONMENT: 'demo',
    QBO_BASE_URL: qbo.origin,
    XERO_CLIENT_ID: xero.clientId,
    XERO_CLIENT_SECRET: xero.clientSecret,
    XERO_ENVIRONMENT: 'demo',
    XERO_BASE_URL: xero.origin,
  });
});
afterAll(() => Promise.all([qbo.close(), xero.close()]));
beforeEach(() => {
  for (const simulator of [qbo, xero]) {
    simulator.faults.clear();
    simulator.log.clear();
  }
});

const simulatorOf = (ledger: Ledger) => (ledger === 'qbo' ? qbo : xero);

/** A person says yes on the provider's page; gives what comes back. */
async function consent(signIn: LedgerSignIn, companyIds: string[], state = 'state-of-ours') {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  simulatorOf(signIn.ledger).consentNext({ choice: 'allow', companyIds });
  const answer = await fetch(signIn.authorizeUrl({ state, challenge }), { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  return {
    back,
    input: {
      code: back.searchParams.get('code') ?? '',
      state: back.searchParams.get('state') ?? '',
      companyId: back.searchParams.get('realmId'),
      verifier,
    },
  };
}

/** What somebody throws; nothing else may be thrown than an error of a ledger. */
async function refusalOf(work: Promise<unknown>): Promise<LedgerError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LedgerError);
  return error as LedgerError;
}

describe.each(LEDGERS)('%s', (ledger) => {
  test('from the page of the provider to a pair, its dates, the companies, a refresh and the end', async () => {
    const simulator = simulatorOf(ledger);
    const signIn = await ledgerSignIn(ledger);
    const ids = simulator.companies.map(({ id }) => id);
    const { back, input } = await consent(signIn, ids);
    expect(back.origin + back.pathname).toBe(`https://tieout.example/api/connections/${ledger}/callback`);
    expect(input.state).toBe('state-of-ours');

    const before = Date.now();
    const pair = await signIn.exchangeCode(input);
    const after = Date.now();
    const seconds = (date: Date | null) => Math.round(((date?.getTime() ?? 0) - pair.issuedAt.getTime()) / 1000);
    expect(pair.issuedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(pair.issuedAt.getTime()).toBeLessThanOrEqual(after);
    if (ledger === 'qbo') {
      expect(seconds(pair.accessEndsAt)).toBe(3600);
      expect(seconds(pair.refreshEndsAt)).toBe(100 * 86_400);
      // Counted from the consent, which was a moment before.
      const hardSeconds = seconds(pair.hardEndsAt);
      expect(hardSeconds).toBeLessThanOrEqual(1_826 * 86_400);
      expect(hardSeconds).toBeGreaterThan(1_825 * 86_400);
      expect(pair.scopes).toEqual(['com.intuit.quickbooks.accounting']);
    } else {
      expect(seconds(pair.accessEndsAt)).toBeGreaterThanOrEqual(1799);
      expect(seconds(pair.refreshEndsAt)).toBe(60 * 86_400);
      expect(pair.hardEndsAt).toBeNull();
      expect(pair.scopes).toContain('accounting.settings.read');
    }

    const companies = await signIn.readCompanies(pair.access, input.companyId);
    expect(companies.map(({ name }) => name)).toEqual(
      ledger === 'qbo' ? ['Acme Freight'] : ['Acme Freight AU', 'Acme Freight NZ'],
    );
    expect(companies.map(({ companyId }) => companyId)).toEqual(ids);

    const next = await signIn.refresh(pair.refresh);
    expect(next.refresh).not.toBe(pair.refresh);
    expect(next.access).not.toBe(pair.access);
    // The old one still works for a while, which is what saves a pair that got lost.
    expect((await signIn.refresh(pair.refresh)).refresh).not.toBe(next.refresh);

    await signIn.revoke(next.refresh);
    expect((await refusalOf(signIn.refresh(next.refresh))).trouble).toBe('grant_dead');
    // Once more is no error.
    await signIn.revoke(next.refresh);
  });

  test('a code is exchanged once: a lost answer is not tried again', async () => {
    const simulator = simulatorOf(ledger);
    const signIn = await ledgerSignIn(ledger);
    const { input } = await consent(signIn, [simulator.companies[0]?.id ?? '']);
    simulator.log.clear();
    simulator.faults.next('token', { kind: 'lost_after' });
    const lost = await refusalOf(signIn.exchangeCode(input));
    expect(lost).toMatchObject({ trouble: 'unavailable', isAnswerLost: true });
    expect(simulator.log.to('token')).toHaveLength(1);
    const second = await refusalOf(signIn.exchangeCode(input));
    expect(second).toMatchObject({ trouble: 'grant_dead', code: 'invalid_grant', isAnswerLost: false });
  });

  test('each way in which the token endpoint can fail is told apart, in the provider’s words, without a token', async () => {
    const simulator = simulatorOf(ledger);
    const signIn = await ledgerSignIn(ledger);
    const { refreshToken } = simulator.grantTo([simulator.companies[0]?.id ?? '']);
    const faults = [
      [{ kind: 'lost_before' }, { trouble: 'unavailable', isAnswerLost: true }],
      [{ kind: 'lost_after' }, { trouble: 'unavailable', isAnswerLost: true }],
      [{ kind: 'bad_gateway' }, { trouble: 'unavailable', isAnswerLost: true, httpStatus: 502 }],
      [{ kind: 'unavailable' }, { trouble: 'unavailable', isAnswerLost: true, httpStatus: 503 }],
      [{ kind: 'throttled' }, { trouble: 'rate_limited', isAnswerLost: false, httpStatus: 429 }],
    ] as const;
    for (const [fault, expected] of faults) {
      simulator.faults.next('token', fault);
      simulator.log.clear();
      const error = await refusalOf(signIn.refresh(refreshToken));
      expect(error, fault.kind).toMatchObject(expected);
      expect(error.message).not.toContain(refreshToken);
      // Whether it is tried again is for whoever keeps the pair to say.
      expect(simulator.log.to('token'), fault.kind).toHaveLength(1);
    }
    const unknown = await refusalOf(signIn.refresh(`${refreshToken}-changed`));
    expect(unknown).toMatchObject({ trouble: 'grant_dead', code: 'invalid_grant', httpStatus: 400 });
    expect(unknown.message).toBe(
      ledger === 'qbo' ? 'invalid_grant: Incorrect or invalid refresh token' : 'invalid_grant',
    );

    setEnvironment({ [`${ledger.toUpperCase()}_CLIENT_SECRET`]: 'wrong' });
    const stranger = await ledgerSignIn(ledger);
    setEnvironment({ [`${ledger.toUpperCase()}_CLIENT_SECRET`]: simulator.clientSecret });
    expect(await refusalOf(stranger.refresh(refreshToken))).toMatchObject({
      trouble: 'misconfigured',
      code: 'invalid_client',
    });
    // Through all of this the pair lived on.
    expect((await signIn.refresh(refreshToken)).refresh).toBeTruthy();
  });
});

test('an address where nobody listens was surely never asked', async () => {
  const { refreshToken } = qbo.grant(qbo.companies[0]?.realmId ?? '');
  const [QBO_BASE_URL, XERO_BASE_URL] = ['http://127.0.0.1:9', 'http://127.0.0.1:9'];
  setEnvironment({ QBO_BASE_URL, XERO_BASE_URL });
  for (const ledger of LEDGERS) {
    const signIn = await ledgerSignIn(ledger);
    expect(await refusalOf(signIn.refresh(refreshToken))).toMatchObject({
      trouble: 'unavailable',
      isAnswerLost: false,
      code: 'ECONNREFUSED',
    });
  }
  setEnvironment({ QBO_BASE_URL: qbo.origin, XERO_BASE_URL: xero.origin });
});

test('Xero is given a challenge, and takes no code without its verifier', async () => {
  const signIn = await ledgerSignIn('xero');
  const { input } = await consent(signIn, [xero.companies[0]?.tenantId ?? '']);
  const error = await refusalOf(signIn.exchangeCode({ ...input, verifier: randomBytes(32).toString('base64url') }));
  expect(error.code).toBe('invalid_grant');
});

test('what a crafted callback adds goes nowhere: the redirect address stays ours', async () => {
  const signIn = await ledgerSignIn('qbo');
  const { input } = await consent(signIn, []);
  qbo.log.clear();
  await signIn.exchangeCode({ ...input, state: 'x&redirectUri=https://evil.example/&realmId=1' });
  expect(qbo.log.to('token')[0]?.fields).toMatchObject({
    redirect_uri: 'https://tieout.example/api/connections/qbo/callback',
    grant_type: 'authorization_code',
  });
});

test('a Xero organisation is taken out of a consent that reaches another one, too', async () => {
  const signIn = await ledgerSignIn('xero');
  const ids = xero.companies.map(({ tenantId }) => tenantId);
  const { input } = await consent(signIn, ids);
  const { access } = await signIn.exchangeCode(input);
  const [first, second] = await signIn.readCompanies(access, null);
  expect(await signIn.removeCompany(access, first?.providerId ?? '')).toBe(true);
  expect(await signIn.removeCompany(access, first?.providerId ?? '')).toBe(true);
  expect((await signIn.readCompanies(access, null)).map(({ companyId }) => companyId)).toEqual([second?.companyId]);
});
