'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { type Outcome, outcomeOf } from '#lib/http/action-outcome.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { markAllRead, markRead } from '#lib/notices/mark-read.ts';
import { NOTICE_EVENTS } from '#lib/notices/notice-contract.ts';
import type { OwnRuleInput } from '#lib/notices/rule-input.ts';
import { resetOwnRule, updateOwnRule } from '#lib/notices/update-own-rule.ts';

const idText = z.string().max(64);

/** Marks one notice as read; the bell counts anew. */
export async function readNotice(tenant: string, id: string): Promise<Outcome<number>> {
  const ctx = await pageContext(tenant, 'notice:read', `/${tenant}/notices`);
  const outcome = await outcomeOf(() => markRead(ctx, idText.parse(id)));
  revalidatePath(`/${tenant}`, 'layout');
  return outcome;
}

/** Marks all that are shown, and older ones, as read. */
export async function readAllNotices(tenant: string, newestId: string): Promise<Outcome<number>> {
  const ctx = await pageContext(tenant, 'notice:read', `/${tenant}/notices`);
  const outcome = await outcomeOf(() => markAllRead(ctx, idText.parse(newestId)));
  revalidatePath(`/${tenant}`, 'layout');
  return outcome;
}

/** Chooses how one hears of an event; null: as everybody. */
export async function chooseOwnRule(
  tenant: string,
  event: string,
  choice: OwnRuleInput | null,
): Promise<Outcome<void>> {
  const path = `/${tenant}/notices/yours`;
  const ctx = await pageContext(tenant, 'notice:read', path);
  const outcome = await outcomeOf(() =>
    choice === null ? resetOwnRule(ctx, z.enum(NOTICE_EVENTS).parse(event)) : updateOwnRule(ctx, choice),
  );
  revalidatePath(path);
  return outcome;
}
