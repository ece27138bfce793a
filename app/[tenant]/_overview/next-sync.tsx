import { formatAmount, formatCount } from '#components/sync/format-money.ts';
import { formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import { type Day, dayOf, monthEndingOn } from '#lib/core/dates.ts';
import type { ForecastFigures, ToldFigure } from '#lib/forecasts/figures-contract.ts';
import { FORECAST_LABEL, type ForecastOutcome } from '#lib/forecasts/forecast-contract.ts';
import { KIND_LABEL, type Kind, TAB_OF_KIND } from '#lib/records/kinds.ts';
import { defaultState, toQuery, withChange } from '../history/[tab]/list-address.ts';
import styles from './next-sync.module.css';
import overview from './overview.module.css';

type NextSyncProps = {
  tenant: string;
  figures: Promise<ForecastFigures>;
  formats: Formats;
  today: Day;
  now: Date;
};

/** After this hour of the day, or before 6, a sync is said to be tonight. */
const NIGHT_FROM = 18;
const NIGHT_UNTIL = 6;
const CAUSES_SHOWN = 4;
const OTHERS = ['may_fail', 'will_pass', 'not_known'] as const;

/** What will become of all that is pending when it is tried next. Nothing where nothing is pending. */
export async function NextSync({ tenant, figures, formats, today, now }: NextSyncProps) {
  const { total, outcomes, causes, nextSyncAt } = await figures;
  if (total === 0) return null;
  const { locale } = formats;
  const { will_fail: failing } = outcomes;
  const linkOf = (kind: Kind, outcome: ForecastOutcome) => {
    const range = monthEndingOn(today);
    const query = toQuery(withChange(defaultState(range), { status: 'pending', forecast: outcome }), range);
    return `/${tenant}/history/${TAB_OF_KIND[kind]}${query}`;
  };
  return (
    <section className={overview.part} aria-labelledby="next-sync">
      <h2 id="next-sync">
        {failing.count === 0
          ? `None of ${formatCount(total, locale)} pending is known to fail ${whenOf(nextSyncAt, formats, now)}`
          : `${formatCount(failing.count, locale)} of ${formatCount(total, locale)} pending will fail ${whenOf(nextSyncAt, formats, now)}`}
        {failing.count === 0 ? null : moneyOf(failing, locale)}
      </h2>
      <dl className={styles.outcomes}>
        {failing.count === 0 ? null : (
          <Outcome outcome="will_fail" figure={failing} locale={locale} hrefOf={linkOf}>
            <span className={overview.quiet}>
              {causes
                .slice(0, CAUSES_SHOWN)
                .map(({ cause, count }) => `${CAUSE_LABEL[cause].toLowerCase()} ${formatCount(count, locale)}`)
                .join(', ')}
            </span>
          </Outcome>
        )}
        {OTHERS.map((outcome) =>
          outcomes[outcome].count === 0 ? null : (
            <Outcome key={outcome} outcome={outcome} figure={outcomes[outcome]} locale={locale} hrefOf={linkOf} />
          ),
        )}
      </dl>
      <p className={styles.more}>
        <SoftLink href={`/${tenant}/problems/forecasts`}>How often such forecasts were right</SoftLink>
      </p>
    </section>
  );
}

type OutcomeProps = {
  outcome: ForecastOutcome;
  figure: ToldFigure;
  locale: string;
  hrefOf: (kind: Kind, outcome: ForecastOutcome) => string;
  children?: React.ReactNode;
};

function Outcome({ outcome, figure, locale, hrefOf, children }: OutcomeProps) {
  return (
    <div>
      <dt>{FORECAST_LABEL[outcome]}</dt>
      <dd>
        {figure.kinds.map(({ kind, count }) => (
          <SoftLink key={kind} href={hrefOf(kind, outcome)}>
            {formatCount(count, locale)} {count === 1 ? KIND_LABEL[kind].one : KIND_LABEL[kind].many}
          </SoftLink>
        ))}
        {children}
      </dd>
    </div>
  );
}

function moneyOf({ money }: ToldFigure, locale: string): string {
  const sums = money.map(({ currency, amount }) => `${formatAmount(amount, currency, locale)} ${currency}`);
  return sums.length === 0 ? '' : `: ${sums.join(', ')}`;
}

/** `tonight at 02:30` where somebody has said when the next sync is; `when they are tried next` otherwise. */
function whenOf(nextSyncAt: string | null, { timeZone, locale }: Formats, now: Date): string {
  if (nextSyncAt === null) return 'when they are tried next';
  const at = new Date(nextSyncAt);
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone });
  const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(at));
  const isSoon = at.getTime() - now.getTime() < 24 * 3_600_000;
  if (isSoon && (hour >= NIGHT_FROM || hour < NIGHT_UNTIL)) return `tonight at ${clock.format(at)}`;
  if (dayOf(at, timeZone) === dayOf(now, timeZone)) return `today at ${clock.format(at)}`;
  return `on ${formatInstant(nextSyncAt, timeZone, locale)}`;
}
