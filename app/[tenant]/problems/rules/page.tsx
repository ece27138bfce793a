import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { listCauseRules } from '#lib/causes/list-cause-rules.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { OwnCausesScreen } from './_components/own-causes-screen.tsx';

export const metadata: Metadata = { title: 'Your own causes' };

/** What the business itself said of messages, and the way to take it back. */
export default async function OwnCausesPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'cause:assign', `/${tenant}/problems/rules`);
  const { locale, timeZone } = ctx.tenant;
  const causes = await listCauseRules(ctx);
  return (
    <OwnCausesScreen
      tenant={tenant}
      causes={causes.map((one) => ({ ...one, messageId: errorMessageId(one.message) }))}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
    />
  );
}
