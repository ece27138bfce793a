'use client';

import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { useReducedMotion } from '@mantine/hooks';
import type { FailurePoint } from './failure-chart.tsx';
import styles from './overview.module.css';

/** The bars themselves. Loaded once the figures are there. */
export default function FailureBars({ points }: { points: FailurePoint[] }) {
  const isStill = useReducedMotion() ?? true;
  return (
    <BarChart
      h={200}
      data={points}
      dataKey="label"
      series={[{ name: 'failed', label: 'Failed', color: 'var(--failed)' }]}
      maxBarWidth={28}
      gridAxis="x"
      tickLine="none"
      withLegend={false}
      yAxisProps={{ allowDecimals: false, width: 36 }}
      xAxisProps={{ minTickGap: 24 }}
      barChartProps={{ accessibilityLayer: false }}
      barProps={{ isAnimationActive: !isStill, animationDuration: 120 }}
      tooltipProps={{
        isAnimationActive: false,
        content: ({ active, payload }) => {
          const point = payload?.[0]?.payload as FailurePoint | undefined;
          return active && point !== undefined ? (
            <p className={styles.tip}>
              {point.title}: <strong>{point.failed}</strong> failed
            </p>
          ) : null;
        },
      }}
    />
  );
}
