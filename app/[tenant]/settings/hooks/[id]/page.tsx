import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { nameOfZone } from '#components/sync/format-time.ts';
import { listHooks } from '#lib/hooks/list-hooks.ts';
import { previewMapping } from '#lib/hooks/preview-mapping.ts';
import { forecastRunAgain } from '#lib/hooks/run-payloads-again.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { presetChoices } from '../preset-choices.ts';
import { MappingScreen } from './_components/mapping-screen.tsx';
import { inputOf } from './mapping-input.ts';
import { shownPreviews } from './shown-preview.ts';

type MappingPageProps = { params: Promise<{ tenant: string; id: string }> };

export const metadata: Metadata = { title: 'Mapping of a hook' };

/** How one hook's payloads are read: what was received at one side, what is made of it at the other. */
export default async function MappingPage({ params }: MappingPageProps) {
  const { tenant, id } = await params;
  const ctx = await pageContext(tenant, 'hook:manage', `/${tenant}/settings/hooks/${id}`);
  const hook = (await listHooks(ctx)).find((known) => known.id === id);
  if (hook === undefined) notFound();
  const [previews, forecast] = await Promise.all([
    previewMapping(ctx, { id, preset: hook.preset, mapping: inputOf(hook.mapping) }),
    hook.waiting === 0 ? null : forecastRunAgain(ctx, { hookId: id }),
  ]);
  const { locale, timeZone } = ctx.tenant;
  return (
    <MappingScreen
      tenant={tenant}
      hook={hook}
      previews={shownPreviews(previews)}
      forecast={forecast}
      presets={presetChoices()}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
    />
  );
}
