import { randomBytes } from 'node:crypto';
import type { Ctx } from '#lib/access/context.ts';
import { beginConnect } from '#lib/connections/begin-connect.ts';
import { confirmConnect } from '#lib/connections/confirm-connect.ts';
import { type CallbackAnswer, receiveCallback } from '#lib/connections/receive-callback.ts';
import { setEnvironment } from '#lib/env.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { Consent } from '#tests/simulators/ledger/authorize.ts';
import { giveConsent } from '#tests/simulators/ledger/give-consent.ts';
import type { Simulator } from '#tests/simulators/ledger/simulator.ts';

/** What a person's session is known by. */
export function newSession(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomBytes(32));
}

/** Lets Tieout sign in to simulated ledgers. */
export function useLedgers(simulators: Record<Ledger, Simulator>): void {
  setEnvironment(variablesOf(simulators));
}

/** The environment in which a process signs in to simulated ledgers. */
export function variablesOf({ qbo, xero }: Record<Ledger, Simulator>): Record<string, string> {
  return {
    TIEOUT_URL: 'http://localhost:3000',
    QBO_ENVIRONMENT: 'demo',
    QBO_BASE_URL: qbo.origin,
    QBO_CLIENT_ID: qbo.clientId,
    QBO_CLIENT_SECRET: qbo.clientSecret,
    XERO_ENVIRONMENT: 'demo',
    XERO_BASE_URL: xero.origin,
    XERO_CLIENT_ID: xero.clientId,
    XERO_CLIENT_SECRET: xero.clientSecret,
  };
}

type Way = { ledger: Ledger; session: Uint8Array<ArrayBuffer>; connectionId?: string | null; consent: Consent };

/** Presses Connect and does at the provider what a person does; gives what the browser brings back. */
export async function goToProvider(ctx: Ctx, way: Way): Promise<{ id: string; answer: CallbackAnswer; back: URL }> {
  const { ledger, session, connectionId = null, consent } = way;
  const { id, address } = await beginConnect(ctx, { ledger, connectionId, session });
  const back = await giveConsent(address, consent);
  return { id, answer: answerIn(back, ledger, session), back };
}

/** Takes the address that a browser is sent back to; gives what of it is let through, as the route does. */
export function answerIn(back: URL, ledger: Ledger, session: Uint8Array<ArrayBuffer>): CallbackAnswer {
  const given = back.searchParams;
  return {
    ledger,
    session,
    state: given.get('state') ?? '',
    code: given.get('code'),
    realmId: given.get('realmId'),
    error: given.get('error'),
    errorDescription: given.get('error_description'),
  };
}

/** Connects companies from the first press to the last; gives the connections' ids. */
export async function connect(
  ctx: Ctx,
  {
    ledger,
    companyIds,
    session = newSession(),
  }: { ledger: Ledger; companyIds: string[]; session?: Uint8Array<ArrayBuffer> },
): Promise<string[]> {
  const { id, answer } = await goToProvider(ctx, { ledger, session, consent: { choice: 'allow', companyIds } });
  await receiveCallback(ctx, answer);
  const { connectionIds } = await confirmConnect(ctx, { attemptId: id, companyIds, changesTo: null, session });
  return connectionIds;
}
