import { redirect } from 'next/navigation';
import { pageContext } from '#lib/http/page-context.ts';

/** A tenant's own address leads to its history. */
export default async function TenantPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const path = `/${tenant}/history/invoices`;
  await pageContext(tenant, 'record:read', path);
  redirect(path);
}
