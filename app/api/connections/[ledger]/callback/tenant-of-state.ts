import { readConnectState } from '#lib/connections/connect-state.ts';
import { currentMemberships, lastTenantSlug } from '#lib/http/page-context.ts';

/** Gives the slug of the tenant that a state is of, if the person belongs to it; else the one last opened, to say so there. */
export async function tenantOfState(state: string): Promise<string | null> {
  const [memberships, last] = await Promise.all([currentMemberships(), lastTenantSlug()]);
  const named = readConnectState(state)?.tenantId;
  const member =
    memberships.find(({ tenantId }) => tenantId === named) ?? memberships.find(({ slug }) => slug === last);
  return member?.slug ?? null;
}
