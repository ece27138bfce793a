import { formatDay, formatDayRange } from '#components/sync/format-time.ts';
import type { FailureStep } from '#lib/overview/overview-contract.ts';
import { KIND_LABEL, KINDS } from '#lib/records/kinds.ts';
import { FailureChart } from './failure-chart.tsx';
import { FigureLink } from './figure-link.tsx';
import styles from './overview.module.css';
import type { OverviewLinks } from './overview-links.ts';

type FailureTrendProps = { steps: FailureStep[]; links: OverviewLinks; locale: string };

/** Failed documents by day, drawn, and as a table in which each number leads to its list. */
export function FailureTrend({ steps, links, locale }: FailureTrendProps) {
  const totalOf = (step: FailureStep) => KINDS.reduce((sum, kind) => sum + step.kinds[kind].count, 0);
  const failing = steps.filter((step) => totalOf(step) > 0);
  if (failing.length === 0) return <p className={styles.quiet}>No document of this period is failed.</p>;
  return (
    <>
      <FailureChart
        points={steps.map((step) => ({
          label: labelOf(step, locale, 'short'),
          title: labelOf(step, locale, 'long'),
          failed: totalOf(step),
        }))}
      />
      <details className={styles.details}>
        <summary>Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={styles.scroll} tabIndex={0} aria-label="Failed by document date">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Document date</th>
                {KINDS.map((kind) => (
                  <th key={kind} scope="col" className={styles.number}>
                    {KIND_LABEL[kind].many}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {failing.map((step) => (
                <tr key={step.from}>
                  <th scope="row">{labelOf(step, locale, 'long')}</th>
                  {KINDS.map((kind) => (
                    <td key={kind} className={styles.number}>
                      <FigureLink
                        figure={step.kinds[kind]}
                        hrefOf={(part) => links.failures(kind, step, part)}
                        label={`failed ${KIND_LABEL[kind].many.toLowerCase()} of ${labelOf(step, locale, 'long')}`}
                        locale={locale}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </>
  );
}

function labelOf({ from, to }: FailureStep, locale: string, length: 'short' | 'long'): string {
  if (length === 'long') return formatDayRange({ from, to }, locale);
  const day = formatDay(from, locale);
  return from === to ? day.slice(0, -5) : day.slice(day.indexOf(' ') + 1);
}
