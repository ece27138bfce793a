import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { endNotice } from './end-notice.ts';
import { countWords, dayWords } from './figure-words.ts';
import { raiseNotice } from './raise-notice.ts';

/** So many days before a connection ends it is told, each once. */
export const WARN_DAYS = [30, 14, 7, 1] as const;
const DAY_MS = 86_400_000;

type EndRow = {
  id: string;
  ledger: keyof typeof LEDGER_WORDS;
  companyName: string;
  status: string;
  refreshEndsAt: Date | null;
  hardEndsAt: Date | null;
};

/**
 * Tells 30, 14, 7 and 1 days before a connection ends, by the dates that the provider named. A refresh that puts the date
 * off, a new consent, or a disconnection ends the warning. Each step is told once, whatever the clock does meanwhile.
 */
export async function watchConnectionEnds(ctx: Ctx, now: Date): Promise<void> {
  requirePermission(ctx, 'notice:send');
  await ctx.transaction(async (tx) => {
    const rows = await tx.$queryRaw<EndRow[]>`
      SELECT c.id, c.ledger, c.company_name AS "companyName", c.status, g.refresh_ends_at AS "refreshEndsAt",
             g.hard_ends_at AS "hardEndsAt"
        FROM connection c
        LEFT JOIN ledger_grant g ON g.tenant_id = ${ctx.tenantId}::uuid AND g.id = c.grant_id
       WHERE c.tenant_id = ${ctx.tenantId}::uuid ORDER BY c.id`;
    for (const { id, ledger, companyName, status, refreshEndsAt, hardEndsAt } of rows) {
      const problemKey = `connection.ends_soon:${id}`;
      const href = `connections/${id}`;
      const end = status === 'connected' ? earlierOf(refreshEndsAt, hardEndsAt) : null;
      const daysLeft = end === null ? null : (end.at.getTime() - now.getTime()) / DAY_MS;
      const step = daysLeft === null ? undefined : WARN_DAYS.findLast((days) => daysLeft <= days);
      if (end === null || daysLeft === null || step === undefined) {
        const title =
          status === 'connected'
            ? `The connection to ${companyName} goes on`
            : `The connection to ${companyName} is over`;
        const body = end === null ? '' : `It now ends on ${dayWords(end.at, ctx.tenant.timeZone, ctx.tenant.locale)}.`;
        await endNotice(ctx, tx, problemKey, { title, body, href });
        continue;
      }
      const left = Math.max(0, Math.ceil(daysLeft));
      const when = left === 0 ? 'today' : `in ${countWords(left, 'day', 'days', ctx.tenant.locale)}`;
      await raiseNotice(ctx, tx, {
        event: 'connection.ends_soon',
        problemKey,
        subject: { type: 'connection', id },
        severity: step <= 7 ? 'problem' : 'warning',
        title: `The connection to ${companyName} ends ${when}`,
        body: [
          `${LEDGER_WORDS[ledger].name} lets Tieout in until ${dayWords(end.at, ctx.tenant.timeZone, ctx.tenant.locale)}.`,
          end.isHard
            ? 'No refresh puts that off: an admin has to connect anew before.'
            : 'A refresh puts that off; if it stays so, an admin has to connect anew before.',
        ].join('\n'),
        href,
        facts: { days: step, endsAt: end.at.toISOString(), isHard: end.isHard },
      });
    }
  });
}

function earlierOf(refresh: Date | null, hard: Date | null): { at: Date; isHard: boolean } | null {
  if (refresh === null) return hard === null ? null : { at: hard, isHard: true };
  return hard !== null && hard <= refresh ? { at: hard, isHard: true } : { at: refresh, isHard: false };
}
