'use client';

import { use } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import menu from '#components/ui/menu.module.css';
import { FORECAST_LABEL, FORECAST_OUTCOMES } from '#lib/forecasts/forecast-contract.ts';
import { AGES } from '#lib/records/list-contract.ts';
import type { Facets } from '#lib/records/list-facets.ts';
import { AGE_LABEL } from '../filters.ts';
import type { ListState } from '../list-address.ts';
import styles from './toolbar.module.css';

export type FilterName = 'payer' | 'org' | 'document' | 'age' | 'forecast' | 'currency' | 'source' | 'sourceStatus';

type FilterEditorProps = {
  name: FilterName;
  label: string;
  state: ListState;
  facets: Promise<Facets>;
  onApply: (change: Partial<ListState>) => void;
  onBack: () => void;
};

/** What one filter goes by: a text, two days, or some of the values there are. */
export function FilterEditor({ name, label, state, facets, onApply, onBack }: FilterEditorProps) {
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(changeFrom(name, new FormData(event.currentTarget)));
      }}
    >
      <button type="button" className={styles.back} onClick={onBack}>
        <Icon name="open" /> {label}
      </button>
      <Fields name={name} label={label} state={state} facets={facets} />
      <Button type="submit" kind="primary">
        Apply
      </Button>
    </form>
  );
}

function Fields({ name, label, state, facets }: Pick<FilterEditorProps, 'name' | 'label' | 'state' | 'facets'>) {
  switch (name) {
    case 'payer':
    case 'org':
      return (
        <input
          type="text"
          name="text"
          className={styles.field}
          aria-label={`${label} contains`}
          placeholder="Contains…"
          maxLength={255}
          defaultValue={state[name]}
          data-autofocus
        />
      );
    case 'document':
      return (
        <div className={styles.days}>
          <label>
            From
            <input
              type="date"
              name="from"
              className={styles.field}
              defaultValue={state.documentFrom ?? ''}
              data-autofocus
            />
          </label>
          <label>
            To
            <input type="date" name="to" className={styles.field} defaultValue={state.documentTo ?? ''} />
          </label>
        </div>
      );
    case 'age':
      return (
        <fieldset className={styles.ages}>
          <legend className="visually-hidden">Since it became pending, or since it was last tried or set</legend>
          {AGES.map((age) => (
            <label key={age} className={menu.item}>
              <input type="radio" name="age" value={age} required defaultChecked={state.age === age} />
              {AGE_LABEL[age]}
            </label>
          ))}
        </fieldset>
      );
    case 'forecast':
      return (
        <fieldset className={styles.ages}>
          <legend className="visually-hidden">What is told of pending records before they are tried</legend>
          {FORECAST_OUTCOMES.map((outcome) => (
            <label key={outcome} className={menu.item}>
              <input
                type="radio"
                name="forecast"
                value={outcome}
                required
                defaultChecked={state.forecast === outcome}
              />
              {FORECAST_LABEL[outcome]}
            </label>
          ))}
        </fieldset>
      );
    case 'currency':
      return (
        <input
          type="text"
          name="text"
          className={styles.field}
          aria-label="Currency code"
          placeholder="Code, such as USD"
          pattern="[A-Za-z]{3}"
          title="Three letters, such as USD"
          maxLength={3}
          defaultValue={state.currency ?? ''}
          data-autofocus
        />
      );
    case 'source':
    case 'sourceStatus':
      return <Choices name={name} state={state} facets={facets} />;
    default:
      return name satisfies never;
  }
}

function Choices({
  name,
  state,
  facets,
}: {
  name: 'source' | 'sourceStatus';
  state: ListState;
  facets: Promise<Facets>;
}) {
  const { sources, sourceStatuses } = use(facets);
  const choices =
    name === 'source'
      ? sources.map(({ slug, name: sourceName }) => ({ value: slug, text: sourceName }))
      : sourceStatuses.map((status) => ({ value: status, text: status }));
  const chosen = name === 'source' ? state.sources : state.sourceStatuses;
  if (choices.length === 0) return <p>There are none yet.</p>;
  return (
    <div className={styles.choices}>
      {choices.map(({ value, text }) => (
        <label key={value} className={menu.item}>
          <input type="checkbox" name="value" value={value} defaultChecked={chosen.includes(value)} />
          {text}
        </label>
      ))}
    </div>
  );
}

function changeFrom(name: FilterName, form: FormData): Partial<ListState> {
  const text = (field: string) => String(form.get(field) ?? '').trim();
  const values = form.getAll('value').map(String);
  switch (name) {
    case 'payer':
      return { payer: text('text') };
    case 'org':
      return { org: text('text') };
    case 'document': {
      const [from, to] = [text('from') || null, text('to') || null];
      const isReversed = from !== null && to !== null && from > to;
      return isReversed ? { documentFrom: to, documentTo: from } : { documentFrom: from, documentTo: to };
    }
    case 'age':
      return { age: AGES.find((age) => age === text('age')) ?? null };
    case 'forecast': {
      const forecast = FORECAST_OUTCOMES.find((outcome) => outcome === text('forecast')) ?? null;
      // It is told of pending records alone.
      return { forecast, ...(forecast === null ? {} : { status: 'pending' as const }) };
    }
    case 'currency':
      return { currency: text('text').toUpperCase() || null };
    case 'source':
      return { sources: values };
    case 'sourceStatus':
      return { sourceStatuses: values };
    default:
      return name satisfies never;
  }
}
