import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listSubscriptions } from '#lib/webhooks/list-subscriptions.ts';
import { WebhooksScreen } from './_components/webhooks-screen.tsx';

export const metadata: Metadata = { title: 'Webhooks' };

/** The addresses that are told what happens, how they do, and the way to a new one. */
export default async function WebhooksPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'webhook:manage', `/${tenant}/settings/webhooks`);
  const { name, locale, timeZone } = ctx.tenant;
  return (
    <WebhooksScreen
      tenant={{ slug: tenant, name }}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
      subscriptions={await listSubscriptions(ctx)}
    />
  );
}
