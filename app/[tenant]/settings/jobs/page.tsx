import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listTenantJobs } from '#lib/tenant-jobs/list-tenant-jobs.ts';
import { JobsScreen } from './_components/jobs-screen.tsx';

export const metadata: Metadata = { title: 'Jobs' };

/** What the worker does for the business again and again, and what of it failed for good. */
export default async function JobsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'settings:manage', `/${tenant}/settings/jobs`);
  const { locale, timeZone } = ctx.tenant;
  return (
    <JobsScreen
      tenant={tenant}
      jobs={await listTenantJobs(ctx)}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
    />
  );
}
