import { redirect } from 'next/navigation';
import { pageContext } from '#lib/http/page-context.ts';

/** The history opens at its first tab. */
export default async function HistoryPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const path = `/${tenant}/history/invoices`;
  await pageContext(tenant, 'record:read', path);
  redirect(path);
}
