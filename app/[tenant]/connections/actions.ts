'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { askDisconnect } from '#lib/connections/ask-disconnect.ts';
import { beginConnect } from '#lib/connections/begin-connect.ts';
import { cancelConnect } from '#lib/connections/cancel-connect.ts';
import { confirmConnect } from '#lib/connections/confirm-connect.ts';
import type { Clearance } from '#lib/connections/connect-contract.ts';
import { type Disconnected, disconnect } from '#lib/connections/disconnect.ts';
import { getClearance } from '#lib/connections/get-clearance.ts';
import { readAttemptCompanies } from '#lib/connections/read-attempt-companies.ts';
import { withdrawDisconnect } from '#lib/connections/withdraw-disconnect.ts';
import { AppError } from '#lib/core/app-error.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { sessionHash } from '#lib/http/auth.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LEDGERS, type Ledger } from '#lib/ledgers/ledger-names.ts';

const idText = z.string().max(64);
const ledgerSchema = z.enum(LEDGERS);

/** Does one thing, and shows the pages of connections anew. */
async function act<Value>(
  tenant: string,
  work: (ctx: Ctx) => Promise<Value>,
  permission: Permission = 'connection:manage',
): Promise<Outcome<Value>> {
  const path = `/${tenant}/connections`;
  const ctx = await pageContext(tenant, permission, path);
  const outcome = await outcomeOf(() => work(ctx));
  revalidatePath(path, 'layout');
  return outcome;
}

/** What the very session is known by that a way to a provider is bound to. */
async function ownSession(): Promise<Uint8Array<ArrayBuffer>> {
  const session = await sessionHash();
  if (session === null) throw new AppError('unauthenticated', { message: 'Sign in first.' });
  return session;
}

/** Begins the way to a provider; gives the address to go to. */
export async function begin(
  tenant: string,
  given: { ledger: Ledger; connectionId: string | null },
): Promise<Outcome<string>> {
  return act(tenant, async (ctx) => {
    const ledger = ledgerSchema.parse(given.ledger);
    const connectionId = idText.nullable().parse(given.connectionId);
    return (await beginConnect(ctx, { ledger, connectionId, session: await ownSession() })).address;
  });
}

/** Asks once more which companies a consent reaches. */
export async function askAgain(tenant: string, attemptId: string): Promise<Outcome<void>> {
  return act(tenant, async (ctx) =>
    readAttemptCompanies(ctx, { id: idText.parse(attemptId), session: await ownSession() }),
  );
}

/** Connects what was chosen; gives the ids of the connections. */
export async function confirm(
  tenant: string,
  given: { attemptId: string; companyIds: string[]; changesTo: string | null },
): Promise<Outcome<string[]>> {
  return act(tenant, async (ctx) => {
    const { connectionIds } = await confirmConnect(ctx, { ...given, session: await ownSession() });
    return connectionIds;
  });
}

/** Ends a way to a provider without connecting anything. */
export async function cancel(tenant: string, attemptId: string): Promise<Outcome<void>> {
  return act(tenant, async (ctx) => cancelConnect(ctx, { id: idText.parse(attemptId), session: await ownSession() }));
}

/** Gives what of a connection is on its way. */
export async function lookAtClearance(tenant: string, id: string): Promise<Outcome<Clearance>> {
  const ctx = await pageContext(tenant, 'connection:manage', `/${tenant}/connections`);
  return outcomeOf(() => getClearance(ctx, z.uuid().parse(id)));
}

/** Ends a connection now. */
export async function endNow(tenant: string, id: string): Promise<Outcome<Disconnected>> {
  return act(tenant, (ctx) => disconnect(ctx, idText.parse(id)));
}

/** Has a connection end by itself once it is clear. */
export async function endWhenClear(tenant: string, id: string): Promise<Outcome<unknown>> {
  return act(tenant, (ctx) => askDisconnect(ctx, idText.parse(id)));
}

/** Takes back that it ends by itself. */
export async function keepConnected(tenant: string, id: string): Promise<Outcome<{ isWithdrawn: boolean }>> {
  return act(tenant, (ctx) => withdrawDisconnect(ctx, idText.parse(id)));
}
