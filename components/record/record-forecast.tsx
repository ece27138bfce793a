import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Icon, type IconName } from '#components/ui/icon.tsx';
import { catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import {
  FORECAST_LABEL,
  type Forecast,
  type ForecastOutcome,
  type ForecastReason,
} from '#lib/forecasts/forecast-contract.ts';
import styles from './record-forecast.module.css';

const ICON: Record<ForecastOutcome, IconName> = {
  will_fail: 'warning',
  may_fail: 'warning',
  will_pass: 'complete',
  not_known: 'unknown',
};

const MEANING: Record<ForecastOutcome, string> = {
  will_fail: 'The ledger will refuse it as it is.',
  may_fail: 'The ledger may refuse it as it is.',
  will_pass: 'Everything that it names was looked up in the ledger and found.',
  not_known: 'Nothing speaks against it, but not everything could be looked up.',
};

/** What is told of a pending record before it is tried: the reasons, and what to do about each. Nothing where nobody has looked. */
export function RecordForecast({ forecast, formats }: { forecast: Forecast | null; formats: Formats }) {
  if (forecast === null) return null;
  const { outcome, reasons, madeAt } = forecast;
  return (
    <section className={styles.forecast} aria-label="Forecast" data-forecast={outcome}>
      <p className={styles.head}>
        <strong>
          <Icon name={ICON[outcome]} /> {FORECAST_LABEL[outcome]}
        </strong>
        <span>{MEANING[outcome]}</span>
        <span className={styles.when}>
          Since <DateTime instant={madeAt} formats={formats} />
        </span>
      </p>
      {reasons.length === 0 ? null : (
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={`${reason.rule} ${reason.words}`}>
              <Reason reason={reason} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Reason({ reason }: { reason: ForecastReason }) {
  if (reason.certainty === 'not_known') return <span className={styles.gap}>Not looked up: {reason.words}</span>;
  return (
    <>
      <a href={catalogueHref(reason.cause)}>{CAUSE_LABEL[reason.cause]}</a>
      {'. '}
      {reason.words} <span className={styles.remedy}>{reason.remedy}</span>
    </>
  );
}
