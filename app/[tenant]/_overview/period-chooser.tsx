'use client';

import { lazy, Suspense } from 'react';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { SoftLink, useNavigation } from '#components/ui/soft-link.tsx';
import type { Day } from '#lib/core/dates.ts';
import type { Period } from '#lib/overview/overview-contract.ts';
import toolbar from '../history/[tab]/_components/toolbar.module.css';
import { overviewHref } from './period-params.ts';

const loadPicker = () => import('../history/[tab]/_components/range-picker.tsx');
const RangePicker = lazy(loadPicker);

type PeriodChooserProps = {
  tenant: string;
  period: Period;
  /** The period in words. */
  label: string;
  choices: { label: string; href: string; isCurrent: boolean }[];
  today: Day;
};

/** Which documents are looked at, by their dates. */
export function PeriodChooser({ tenant, period, label, choices, today }: PeriodChooserProps) {
  const { navigate } = useNavigation();
  return (
    <Dropdown
      aria-label={`Document date: ${label}`}
      title="Document date"
      position="bottom-end"
      label="Document date"
      sheetClassName={toolbar.sheet}
      onOpen={() => void loadPicker()}
      button={
        <>
          {label}
          <Icon name="chevron" />
        </>
      }
    >
      {(close) => (
        <div className={toolbar.rangeChoices}>
          <div>
            {choices.map((choice) => (
              <SoftLink
                key={choice.label}
                className={menu.item}
                href={choice.href}
                aria-current={choice.isCurrent ? 'true' : undefined}
                onClick={close}
              >
                {choice.label}
              </SoftLink>
            ))}
          </div>
          <Suspense fallback={<div className={toolbar.calendarWaiting} />}>
            <RangePicker
              range={period}
              latest={today}
              onPick={(picked) => {
                close();
                if (picked.from === null || picked.to === null) return;
                navigate(overviewHref(tenant, { from: picked.from, to: picked.to }, today));
              }}
            />
          </Suspense>
        </div>
      )}
    </Dropdown>
  );
}
