import { redirect } from 'next/navigation';
import { readConnectState } from '#lib/connections/connect-state.ts';
import { receiveCallback } from '#lib/connections/receive-callback.ts';
import { AppError } from '#lib/core/app-error.ts';
import { sessionHash } from '#lib/http/auth.ts';
import { currentMemberships, pageContext, signInPath } from '#lib/http/page-context.ts';
import { LEDGERS } from '#lib/ledgers/ledger-names.ts';

type CallbackRoute = { params: Promise<{ ledger: string }> };

/** Where a provider sends a person back to. What is not named here is not read; the page that follows says what came of it. */
export async function GET(request: Request, { params }: CallbackRoute): Promise<never> {
  const { ledger: slug } = await params;
  const asked = new URL(request.url).searchParams;
  const state = asked.get('state') ?? '';
  const [session, memberships] = await Promise.all([sessionHash(), currentMemberships()]);
  if (session === null) redirect(signInPath('signed-out', null));
  const tenant = memberships.find(({ tenantId }) => tenantId === readConnectState(state)?.tenantId)?.slug;
  const ledger = LEDGERS.find((known) => known === slug);
  if (tenant === undefined || ledger === undefined) redirect('/');
  const screen = `/${tenant}/connections`;
  const ctx = await pageContext(tenant, 'connection:manage', screen);
  const answer = {
    ledger,
    state,
    code: asked.get('code'),
    realmId: asked.get('realmId'),
    error: asked.get('error'),
    errorDescription: asked.get('error_description'),
    session,
  };
  const attempt = await receiveCallback(ctx, answer).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  redirect(attempt === null ? `${screen}?refused=state` : `${screen}/confirm/${attempt.id}`);
}
