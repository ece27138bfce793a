import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { dayOf } from '#lib/core/dates.ts';
import { storedAmount } from '#lib/core/money.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { KINDS, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { closeUnwatched } from './close-unwatched.ts';
import { endNotice } from './end-notice.ts';
import { amountWords, countWords, kindWords, moneyWords } from './figure-words.ts';
import { raiseNotice } from './raise-notice.ts';
import { everybodysRule, readRules } from './read-rules.ts';
import { readThreshold, type Threshold } from './thresholds.ts';

const HOUR_MS = 3_600_000;

type Failing = { kind: (typeof KINDS)[number]; currency: string | null; count: number; amount: string };

/** Whose threshold, from when on, and the key of its problem. */
type Watched = { problemKey: string; userId: string | null; threshold: Threshold<'failures.many'> };

/**
 * Tells when more records failed within a time than the business, or a person, wants to bear; and when they are fewer
 * again. Reads the failed records of that time alone, by the index of the lists.
 */
export async function watchFailures(ctx: Ctx, now: Date): Promise<void> {
  requirePermission(ctx, 'notice:send');
  await ctx.transaction(async (tx) => {
    const all = await watchedThresholds(ctx, tx);
    for (const watched of all) await watchOne(ctx, tx, watched, now);
    const keys = all.map(({ problemKey }) => problemKey);
    await closeUnwatched(ctx, tx, 'failures.many', keys);
  });
}

async function watchedThresholds(ctx: Ctx, tx: TenantTx): Promise<Watched[]> {
  const stored = await readRules(ctx, tx, 'failures.many');
  const everybody = readThreshold('failures.many', everybodysRule(stored, 'failures.many').threshold);
  return [
    { problemKey: 'failures.many', userId: null, threshold: everybody },
    ...stored.flatMap(({ userId, threshold }) =>
      userId === null || threshold === null
        ? []
        : [{ problemKey: `failures.many:${userId}`, userId, threshold: readThreshold('failures.many', threshold) }],
    ),
  ];
}

async function watchOne(ctx: Ctx, tx: TenantTx, { problemKey, userId, threshold }: Watched, now: Date): Promise<void> {
  const { count: most, amounts, windowHours } = threshold;
  const failing = await readFailing(ctx, tx, new Date(now.getTime() - windowHours * HOUR_MS));
  const total = failing.reduce((sum, { count }) => sum + count, 0);
  const over = amounts.filter(({ currency, amount }) => isOver(failing, currency, amount));
  const hours = windowHours === 1 ? 'the last hour' : `the last ${windowHours} hours`;
  const { locale } = ctx.tenant;
  const href = listOf(ctx, failing, now, windowHours);
  if ((most === null || total <= most) && over.length === 0) {
    const title = `No more than usual fails: ${countWords(total, 'record', 'records', locale)} in ${hours}`;
    await endNotice(ctx, tx, problemKey, { title, body: 'They are below the threshold again.', href });
    return;
  }
  const limits = [
    ...(most !== null && total > most ? [`more than ${countWords(most, 'record', 'records', locale)}`] : []),
    ...over.map(({ currency, amount }) => `more than ${amountWords(amount, currency, locale)}`),
  ];
  await raiseNotice(ctx, tx, {
    event: 'failures.many',
    problemKey,
    subject: null,
    severity: 'problem',
    title: `${countWords(total, 'record', 'records', locale)} failed in ${hours}`,
    body: [
      `That is ${limits.join(' and ')}.`,
      ...kindLines(failing, locale),
      'Look at the messages first: many failures at once mostly have one cause.',
    ].join('\n'),
    href,
    facts: {
      windowHours,
      isOverCount: most !== null && total > most,
      currencies: over.map((one) => one.currency).join(' '),
    },
    ...(userId === null ? {} : { userId }),
  });
}

function readFailing(ctx: Ctx, tx: TenantTx, since: Date): Promise<Failing[]> {
  // One range of the list's index for each kind: the status is written out for the partial index and its plan.
  const parts = KINDS.map(
    (kind) => Prisma.sql`
      (SELECT kind, currency, count(*)::int AS count, coalesce(sum(amount), 0)::numeric(30,4)::text AS amount
         FROM sync_record
        WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ${kind} AND excluded_at IS NULL AND sync_status = 2::smallint
          AND list_date > ${since}::timestamptz
        GROUP BY kind, currency)`,
  );
  return tx.$queryRaw<Failing[]>`SELECT * FROM (${Prisma.join(parts, ' UNION ALL ')}) f`;
}

/** Compared as whole numbers of a ten-thousandth, since money is never a float. */
function isOver(failing: readonly Failing[], currency: string, most: string): boolean {
  const sum = failing
    .filter((one) => one.currency === currency)
    .reduce((total, { amount }) => total + tenThousandths(amount), 0n);
  return sum > tenThousandths(most);
}

function tenThousandths(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(4, '0').slice(0, 4));
  return amount.startsWith('-') ? -size : size;
}

function kindLines(failing: readonly Failing[], locale: string): string[] {
  return KINDS.flatMap((kind) => {
    const own = failing.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    const count = own.reduce((sum, one) => sum + one.count, 0);
    const money = moneyWords(
      own.map(({ currency, amount }) => ({ currency, amount: storedAmount(amount) })),
      locale,
    );
    return [`${kindWords(kind, count, locale)}: ${money}`];
  });
}

/** The list of the kind that fails most, from the day on which the time begins. */
function listOf(ctx: Ctx, failing: readonly Failing[], now: Date, windowHours: number): string {
  const worst = failing.toSorted((one, other) => other.count - one.count)[0]?.kind ?? 'invoice';
  const { timeZone } = ctx.tenant;
  const from = dayOf(new Date(now.getTime() - windowHours * HOUR_MS), timeZone);
  return `history/${TAB_OF_KIND[worst]}?from=${from}&to=${dayOf(now, timeZone)}`;
}
