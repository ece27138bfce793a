'use server';

import { revalidatePath } from 'next/cache';
import type { RunForecast } from '#lib/hooks/hook-contract.ts';
import { previewMapping } from '#lib/hooks/preview-mapping.ts';
import { forecastRunAgain, runPayloadsAgain } from '#lib/hooks/run-payloads-again.ts';
import { updateMapping } from '#lib/hooks/update-mapping.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import type { Mapping } from '#lib/mapping/mapping-contract.ts';
import { inputOf } from './mapping-input.ts';
import { type ShownPreview, shownPreviews } from './shown-preview.ts';

const pathOf = (tenant: string, id: string) => `/${tenant}/settings/hooks/${id}`;
const contextOf = (tenant: string, id: string) => pageContext(tenant, 'hook:manage', pathOf(tenant, id));

/** Tries a mapping on the latest payloads; changes nothing. */
export async function tryMapping(
  tenant: string,
  id: string,
  preset: string | null,
  mapping: Mapping | null,
): Promise<Outcome<ShownPreview[]>> {
  const ctx = await contextOf(tenant, id);
  return outcomeOf(async () => shownPreviews(await previewMapping(ctx, { id, preset, mapping: inputOf(mapping) })));
}

/** Saves how payloads are read; gives what would become of those that wait. */
export async function saveMapping(
  tenant: string,
  id: string,
  preset: string | null,
  mapping: Mapping | null,
  mappingVersion: number,
): Promise<Outcome<RunForecast>> {
  const ctx = await contextOf(tenant, id);
  const outcome = await outcomeOf(async () => {
    await updateMapping(ctx, { id, preset, mapping: inputOf(mapping), mappingVersion });
    return forecastRunAgain(ctx, { hookId: id });
  });
  revalidatePath(pathOf(tenant, id));
  return outcome;
}

/** Lets the worker read again what waits, with the mapping as it is now. */
export async function runAgain(tenant: string, id: string): Promise<Outcome<{ started: number }>> {
  const ctx = await contextOf(tenant, id);
  const outcome = await outcomeOf(() => runPayloadsAgain(ctx, { hookId: id, ids: null }));
  revalidatePath(`/${tenant}`, 'layout');
  return outcome;
}
