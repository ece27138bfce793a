import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listKeys } from '#lib/keys/list-keys.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { KeysScreen } from './_components/keys-screen.tsx';

export const metadata: Metadata = { title: 'API keys' };

/** The keys by which sync jobs report, and the way to a new one. */
export default async function KeysPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'key:manage', `/${tenant}/settings/keys`);
  const [keys, sources] = await Promise.all([listKeys(ctx), listSources(ctx)]);
  const { name, locale, timeZone } = ctx.tenant;
  return (
    <KeysScreen
      tenant={{ slug: tenant, name }}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
      sources={sources.map((source) => ({ slug: source.slug, name: source.name }))}
      keys={keys.map(({ createdAt, lastUsedAt, revokedAt, ...key }) => ({
        ...key,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
        revokedAt: revokedAt?.toISOString() ?? null,
      }))}
    />
  );
}
