'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { Ctx } from '#lib/access/context.ts';
import { createFeed } from '#lib/calendar/create-feed.ts';
import { revokeFeed } from '#lib/calendar/revoke-feed.ts';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { type ChannelInput, createChannel } from '#lib/notices/create-channel.ts';
import { removeChannel } from '#lib/notices/remove-channel.ts';
import type { EverybodysRuleInput } from '#lib/notices/rule-input.ts';
import { sendTestNotice } from '#lib/notices/send-test-notice.ts';
import { updateRule } from '#lib/notices/update-rule.ts';
import { REVIEW_PERIODS } from '#lib/reviews/review-contract.ts';
import { updateTenantSettings } from '#lib/tenants/update-tenant-settings.ts';

const idText = z.string().max(64);

/** Does one thing, and shows the page anew. */
async function act<Value>(
  tenant: string,
  permission: 'notice:manage' | 'settings:manage',
  work: (ctx: Ctx) => Promise<Value>,
): Promise<Outcome<Value>> {
  const path = `/${tenant}/settings/notices`;
  const ctx = await pageContext(tenant, permission, path);
  const outcome = await outcomeOf(() => work(ctx));
  revalidatePath(path);
  return outcome;
}

/** Chooses how everybody hears of an event. */
export async function chooseRule(tenant: string, _event: string, choice: unknown): Promise<Outcome<void>> {
  return act(tenant, 'notice:manage', (ctx) => updateRule(ctx, choice as EverybodysRuleInput));
}

/** Adds a channel. */
export async function addChannel(tenant: string, input: ChannelInput): Promise<Outcome<{ id: string }>> {
  return act(tenant, 'notice:manage', (ctx) => createChannel(ctx, input));
}

/** Sends a test to a channel. */
export async function testChannel(tenant: string, id: string): Promise<Outcome<{ id: string }>> {
  return act(tenant, 'notice:manage', (ctx) => sendTestNotice(ctx, idText.parse(id)));
}

/** Takes a channel away. */
export async function dropChannel(tenant: string, id: string): Promise<Outcome<void>> {
  return act(tenant, 'notice:manage', (ctx) => removeChannel(ctx, idText.parse(id)));
}

/** Chooses how often a health check asks for a signature. */
export async function chooseReviewPeriod(tenant: string, period: string): Promise<Outcome<void>> {
  return act(tenant, 'settings:manage', async (ctx) => {
    await updateTenantSettings(ctx, { reviewEvery: z.enum(REVIEW_PERIODS).parse(period) });
  });
}

/** Makes a calendar feed; gives its address, which is shown this once. */
export async function makeFeed(tenant: string, name: string): Promise<Outcome<{ id: string; url: string }>> {
  return act(tenant, 'settings:manage', (ctx) => createFeed(ctx, { name }));
}

/** Revokes a calendar feed. */
export async function dropFeed(tenant: string, id: string): Promise<Outcome<void>> {
  return act(tenant, 'settings:manage', (ctx) => revokeFeed(ctx, idText.parse(id)));
}
