import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { countInboxParts, totalOf } from '#lib/inbox/count-inbox.ts';
import { ALL_WAITING } from '#lib/inbox/inbox-contract.ts';
import { closeUnwatched } from './close-unwatched.ts';
import { endNotice } from './end-notice.ts';
import { raiseNotice } from './raise-notice.ts';
import { everybodysRule, readRules } from './read-rules.ts';
import { readThreshold } from './thresholds.ts';

/** Tells when so much waits in the inbox as the business, or a person, wants to know of; and when it is less again. */
export async function watchInbox(ctx: Ctx): Promise<void> {
  requirePermission(ctx, 'notice:send');
  await ctx.transaction(async (tx) => {
    const stored = await readRules(ctx, tx, 'inbox.waiting');
    const [counts] = await countInboxParts(ctx, tx, [ALL_WAITING] as const);
    const { count, isExact } = totalOf(counts);
    const everybody = { userId: null, threshold: everybodysRule(stored, 'inbox.waiting').threshold };
    const own = stored.filter(({ userId, threshold }) => userId !== null && threshold !== null);
    const keyOf = (userId: string | null) => (userId === null ? 'inbox.waiting' : `inbox.waiting:${userId}`);
    const keys = [everybody, ...own].map(({ userId }) => keyOf(userId));
    await closeUnwatched(ctx, tx, 'inbox.waiting', keys);
    for (const { userId, threshold } of [everybody, ...own]) {
      const least = readThreshold('inbox.waiting', threshold).count;
      const problemKey = keyOf(userId);
      if (count < least) {
        const title = count === 0 ? 'The inbox is empty again' : `Fewer than ${least} wait in the inbox again`;
        await endNotice(ctx, tx, problemKey, { title, body: '', href: 'inbox' });
        continue;
      }
      const formatted = new Intl.NumberFormat(ctx.tenant.locale).format(count);
      await raiseNotice(ctx, tx, {
        event: 'inbox.waiting',
        problemKey,
        subject: null,
        severity: 'warning',
        title: `${formatted}${isExact ? '' : '+'} ${count === 1 ? 'item waits' : 'items wait'} in the inbox`,
        body: 'Somebody has to match, correct or dismiss what Tieout could not place. It is counted nowhere else until then.',
        href: 'inbox',
        facts: { least },
        ...(userId === null ? {} : { userId }),
      });
    }
  });
}
