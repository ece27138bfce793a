import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { listHooks } from '#lib/hooks/list-hooks.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { HooksScreen } from './_components/hooks-screen.tsx';
import { presetChoices } from './preset-choices.ts';

export const metadata: Metadata = { title: 'Hooks' };

/** The addresses that Zapier, Make and anything else that can post report to. */
export default async function HooksPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'hook:manage', `/${tenant}/settings/hooks`);
  const [hooks, sources] = await Promise.all([listHooks(ctx), listSources(ctx)]);
  const { name, locale, timeZone } = ctx.tenant;
  return (
    <HooksScreen
      tenant={{ slug: tenant, name }}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
      sources={sources.map((source) => ({ slug: source.slug, name: source.name }))}
      presets={presetChoices()}
      hooks={hooks}
    />
  );
}
