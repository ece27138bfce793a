import { redirect } from 'next/navigation';
import { receiveCallback } from '#lib/connections/receive-callback.ts';
import { AppError } from '#lib/core/app-error.ts';
import { sessionHash } from '#lib/http/auth.ts';
import { pageContext, signInPath } from '#lib/http/page-context.ts';
import { LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { tenantOfState } from './tenant-of-state.ts';

type CallbackRoute = { params: Promise<{ ledger: string }> };

/** Where a provider sends a person back to. What is not named here is not read; the page that follows says what came of it. */
export async function GET(request: Request, { params }: CallbackRoute): Promise<never> {
  const { ledger: asked } = await params;
  const given = new URL(request.url).searchParams;
  const state = given.get('state') ?? '';
  const [session, tenant] = await Promise.all([sessionHash(), tenantOfState(state)]);
  if (session === null) redirect(signInPath('signed-out', null));
  const ledger = LEDGERS.find((known) => known === asked);
  if (tenant === null || ledger === undefined) redirect('/');
  const screen = `/${tenant}/connections`;
  const ctx = await pageContext(tenant, 'connection:manage', screen);
  const answer = {
    ledger,
    state,
    code: given.get('code'),
    realmId: given.get('realmId'),
    error: given.get('error'),
    errorDescription: given.get('error_description'),
    session,
  };
  const attempt = await receiveCallback(ctx, answer).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  redirect(attempt === null ? `${screen}?refused=state` : `${screen}/confirm/${attempt.id}`);
}
