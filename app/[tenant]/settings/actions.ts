'use server';

import { revalidatePath } from 'next/cache';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { updateSourceSettings } from '#lib/sources/update-source-settings.ts';
import { updateTenantSettings } from '#lib/tenants/update-tenant-settings.ts';
import type { ScheduleChoice } from './_components/read-schedule.ts';
import type { StatusChoices } from './_components/status-form.tsx';

const pathOf = (tenant: string) => `/${tenant}/settings`;
const contextOf = (tenant: string) => pageContext(tenant, 'settings:manage', pathOf(tenant));

/** Says whether a source's complete records go back to Pending when their documents change. */
export async function setPendingWhenChanged(
  tenant: string,
  slug: string,
  pendingWhenChanged: boolean,
): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => updateSourceSettings(ctx, { slug, pendingWhenChanged }));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Says whether only admins may set more than one record to Complete at once. */
export async function setBulkCompleteForAdmins(tenant: string, isOn: boolean): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => updateTenantSettings(ctx, { isBulkCompleteForAdmins: isOn }));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Says what the states of a source mean for syncing. */
export async function setSourceStatuses(
  tenant: string,
  slug: string,
  sourceStatuses: StatusChoices,
): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => updateSourceSettings(ctx, { slug, sourceStatuses }));
  revalidatePath(pathOf(tenant));
  return outcome;
}

/** Says when a source is expected to sync; null: nobody says. */
export async function setSchedule(
  tenant: string,
  slug: string,
  schedule: ScheduleChoice | null,
): Promise<Outcome<unknown>> {
  const ctx = await contextOf(tenant);
  const outcome = await outcomeOf(() => updateSourceSettings(ctx, { slug, schedule }));
  revalidatePath(pathOf(tenant));
  return outcome;
}
