'use client';

import { useEffect, useRef, useState, useTransition } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Hook, RunForecast } from '#lib/hooks/hook-contract.ts';
import { GIVES, type Gives } from '#lib/mapping/mapping-contract.ts';
import { targetField } from '#lib/mapping/target-fields.ts';
import { type Done, Said } from '../../../_components/said.tsx';
import settings from '../../../settings.module.css';
import type { PresetChoice } from '../../preset-choices.ts';
import { runAgain, saveMapping, tryMapping } from '../actions.ts';
import type { ShownPreview } from '../shown-preview.ts';
import { FieldList } from './field-list.tsx';
import styles from './mapping.module.css';
import { PayloadPicker } from './payload-picker.tsx';
import { PreviewTable } from './preview-table.tsx';
import { type Draft, draftOf, mappingOf, withPath } from './rule-draft.ts';

const PREVIEW_DELAY_MS = 250;

const GIVES_WORDS: Record<Gives, string> = {
  attempt: 'Outcomes of sync attempts',
  record: 'Documents alone',
  either: 'Outcomes where there is one, else documents',
};

type MappingScreenProps = {
  tenant: string;
  hook: Hook;
  previews: ShownPreview[];
  /** What would become of those that wait; null if none does. */
  forecast: RunForecast | null;
  presets: PresetChoice[];
  formats: Formats;
  zone: string;
};

/** The mapping as it is being edited, tried at once on what was received last. */
export function MappingScreen(props: MappingScreenProps) {
  const { tenant, hook, presets, formats, zone } = props;
  const [preset, setPreset] = useState(hook.preset);
  const [draft, setDraft] = useState<Draft>(() => draftOf(hook.mapping));
  const [gives, setGives] = useState<Gives | undefined>(hook.mapping?.gives);
  const [fieldName, setFieldName] = useState<string>('outcome');
  const [shownId, setShownId] = useState(props.previews[0]?.id ?? null);
  const [forecast, setForecast] = useState(props.forecast);
  const [done, setDone] = useState<Done | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const mapping = mappingOf(draft, gives);
  const { previews, said, look } = usePreviews(props, preset, mapping);
  const shown = previews.find(({ id }) => id === shownId) ?? previews[0] ?? null;
  const isChanged =
    preset !== hook.preset ||
    JSON.stringify(mapping) !== JSON.stringify(mappingOf(draftOf(hook.mapping), hook.mapping?.gives));

  function save() {
    startSaving(async () => {
      const outcome = await saveMapping(tenant, hook.id, preset, mapping, hook.mappingVersion);
      if (!outcome.isDone) {
        setProblem(
          [outcome.message, ...Object.entries(outcome.fields).map(([name, what]) => `${name} ${what}`)].join(' '),
        );
        return;
      }
      setProblem(null);
      setForecast(outcome.value.total === 0 ? null : outcome.value);
      setDone({ said: 'The mapping is saved, and holds from the next payload on.' });
    });
  }

  function run() {
    startSaving(async () => {
      const outcome = await runAgain(tenant, hook.id);
      if (!outcome.isDone) {
        setProblem(outcome.message);
        return;
      }
      setForecast(null);
      const count = formatCount(outcome.value.started, formats.locale);
      setDone({ said: `${count} ${outcome.value.started === 1 ? 'payload is' : 'payloads are'} being read again.` });
    });
  }

  return (
    <section className={settings.section} aria-labelledby="mapping-title">
      <p>
        <SoftLink href={`/${tenant}/settings/hooks`}>All hooks</SoftLink>
      </p>
      <div className={settings.head}>
        <div>
          <h1 id="mapping-title" className={settings.title}>
            Mapping of {hook.name}
          </h1>
          <p className={settings.nothing}>
            For {hook.sourceName}. Times are {zone}.
          </p>
        </div>
        <div className={styles.save}>
          <Button onClick={look}>Look for new payloads</Button>
          <Button
            kind="primary"
            aria-disabled={isSaving || !isChanged}
            onClick={() => (isSaving || !isChanged ? null : save())}
          >
            {isSaving ? 'Saving…' : 'Save the mapping'}
          </Button>
        </div>
      </div>
      <Said done={done} />
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {forecast === null ? null : (
        <Waiting
          tenant={tenant}
          forecast={forecast}
          isChanged={isChanged}
          locale={formats.locale}
          isBusy={isSaving}
          onRun={run}
        />
      )}
      <div className={styles.pair}>
        <Field label="Read as" hint={presets.find(({ value }) => value === (preset ?? ''))?.does} problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={preset ?? ''}
              onChange={(event) => setPreset(event.currentTarget.value === '' ? null : event.currentTarget.value)}
            >
              {presets.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="The payloads tell of" hint="A preset knows it by itself." problem={undefined}>
          {(control) => (
            <select
              {...control}
              value={gives ?? ''}
              onChange={(event) => setGives(GIVES.find((known) => known === event.currentTarget.value))}
            >
              <option value="">As the preset says</option>
              {GIVES.map((known) => (
                <option key={known} value={known}>
                  {GIVES_WORDS[known]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {shown === null ? (
        <p className={settings.empty}>
          Nothing was received yet. Send one test to the address of this hook, then look for new payloads here: its
          values can be picked then.
        </p>
      ) : (
        <PreviewTable previews={previews} shownId={shown.id} formats={formats} onShow={setShownId} />
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <div className={styles.sides}>
        <PayloadPicker
          preview={shown}
          fieldLabel={targetField(fieldName)?.label ?? fieldName}
          onPick={(path) => setDraft(withPath(draft, fieldName, path))}
        />
        <FieldList
          draft={draft}
          mapped={shown?.mapped ?? null}
          openName={fieldName}
          onOpen={setFieldName}
          onChange={setDraft}
        />
      </div>
    </section>
  );
}

type WaitingProps = {
  tenant: string;
  forecast: RunForecast;
  isChanged: boolean;
  locale: string;
  isBusy: boolean;
  onRun: () => void;
};

function Waiting({ tenant, forecast, isChanged, locale, isBusy, onRun }: WaitingProps) {
  const { total, byState } = forecast;
  const better = (byState.applied ?? 0) + (byState.split ?? 0);
  return (
    <div className={styles.waiting}>
      <p>
        <strong>
          {formatCount(total, locale)} {total === 1 ? 'payload waits' : 'payloads wait'} in{' '}
          <SoftLink href={`/${tenant}/inbox?show=payloads`}>the inbox</SoftLink>
        </strong>
        {'; '}
        {formatCount(better, locale)} would now be applied{isChanged ? ', as the mapping was saved last' : ''}.
      </p>
      {better === 0 ? null : (
        <Button aria-disabled={isBusy} onClick={() => (isBusy ? null : onRun())}>
          Read them again
        </Button>
      )}
    </div>
  );
}

/** What the mapping makes of the latest payloads, read anew shortly after each change. */
function usePreviews(
  { tenant, hook, previews: first }: MappingScreenProps,
  preset: string | null,
  mapping: ReturnType<typeof mappingOf>,
) {
  const [previews, setPreviews] = useState(first);
  const [said, setSaid] = useState('');
  const [looks, setLooks] = useState(0);
  const isFirst = useRef(true);
  const asked = JSON.stringify([preset, mapping, looks]);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    let isLeft = false;
    const [askedPreset, askedMapping] = JSON.parse(asked) as [typeof preset, typeof mapping];
    const timer = setTimeout(async () => {
      const outcome = await tryMapping(tenant, hook.id, askedPreset, askedMapping);
      if (isLeft) return;
      if (outcome.isDone) setPreviews(outcome.value);
      setSaid(outcome.isDone ? 'The preview is up to date.' : outcome.message);
    }, PREVIEW_DELAY_MS);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [tenant, hook.id, asked]);
  return { previews, said, look: () => setLooks((before) => before + 1) };
}
