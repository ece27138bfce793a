import { formatCount } from '#components/sync/format-money.ts';
import { ENOUGH, type ForecastAccuracy, shareOf } from '#lib/forecasts/accuracy-contract.ts';
import { FORECAST_RULES } from '#lib/forecasts/forecast-contract.ts';
import styles from './accuracy.module.css';

/** Forecasts against what then happened, of the last month and the last quarter. */
export function AccuracyScreen({ periods, locale }: { periods: readonly ForecastAccuracy[]; locale: string }) {
  return (
    <div className={styles.page}>
      <h1>How often forecasts were right</h1>
      <p className={styles.quiet}>
        Each forecast is held against the next attempt of its record. What had no forecast when it was tried is not
        counted.
      </p>
      {periods.map((period) => (
        <section key={period.days} aria-labelledby={`days-${period.days}`} className={styles.part}>
          <h2 id={`days-${period.days}`}>Last {period.days} days</h2>
          <Sentences accuracy={period} locale={locale} />
          {period.rules.length === 0 ? null : <Rules accuracy={period} locale={locale} />}
        </section>
      ))}
    </div>
  );
}

function Sentences({
  accuracy: { willFail, mayFail, willPass, failures },
  locale,
}: {
  accuracy: ForecastAccuracy;
  locale: string;
}) {
  const say = (count: number) => formatCount(count, locale);
  const lines = [
    willFail.told === 0
      ? 'No record that was forecast to fail has been tried yet.'
      : `Of ${say(willFail.told)} ${willFail.told === 1 ? 'record' : 'records'} forecast to fail, ${say(willFail.failed)} did${shareText(willFail.failed, willFail.told)}.`,
    failures.total === 0
      ? 'No record that had a forecast has failed.'
      : `Of ${say(failures.total)} that failed, ${say(failures.told)} had been told${shareText(failures.told, failures.total)}, ${say(failures.causeNamed)} of them with the right cause.`,
    ...(mayFail.told === 0
      ? []
      : [
          `Of ${say(mayFail.told)} that might fail, ${say(mayFail.failed)} did${shareText(mayFail.failed, mayFail.told)}.`,
        ]),
    ...(willPass.told === 0
      ? []
      : [
          `Of ${say(willPass.told)} forecast to pass, ${say(willPass.passed)} did${shareText(willPass.passed, willPass.told)}.`,
        ]),
  ];
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** ` (93 %)`, or why no share is told. */
function shareText(part: number, whole: number): string {
  const share = shareOf(part, whole);
  return share === null ? ` (too few for a share: fewer than ${ENOUGH})` : ` (${share} %)`;
}

function Rules({ accuracy: { rules, days }, locale }: { accuracy: ForecastAccuracy; locale: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`Rules, last ${days} days`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">What was named</th>
            <th scope="col">Forecast to fail</th>
            <th scope="col">Failed</th>
            <th scope="col">Of the cause named</th>
            <th scope="col">Right</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, told, failed, causeNamed }) => {
            const share = shareOf(failed, told);
            return (
              <tr key={rule}>
                <th scope="row">{FORECAST_RULES[rule]}</th>
                <td>{formatCount(told, locale)}</td>
                <td>{formatCount(failed, locale)}</td>
                <td>{formatCount(causeNamed, locale)}</td>
                <td>{share === null ? 'not enough yet' : `${share} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
