import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { CheckList, Field } from '#components/ui/field.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import { CHANNEL_WORDS, type Channel } from '#lib/notices/channel-contract.ts';
import { EVENT_OF, type NoticeEvent } from '#lib/notices/notice-contract.ts';
import type { NoticeRule } from '#lib/notices/rule-contract.ts';
import type { ShownThreshold } from './rule-words.ts';
import { ThresholdFields, thresholdIn } from './threshold-fields.tsx';

/** What the form sends; null: as everybody. */
export type RuleChoice = {
  event: NoticeEvent;
  isInApp: boolean;
  isByEmail: boolean;
  threshold: unknown;
  channelIds?: string[];
} | null;

export type ShownRule = { event: NoticeEvent; rule: NoticeRule; everybody: NoticeRule; isOwn: boolean };

type RuleFormProps = {
  shown: ShownRule;
  channels: readonly Pick<Channel, 'id' | 'name' | 'type' | 'shown'>[];
  isPersonal: boolean;
  choose: (event: string, choice: RuleChoice) => Promise<Outcome<void>>;
  onCancel: () => void;
  onDone: () => void;
};

const WAYS = [
  { value: 'in_app', label: 'In Tieout', does: 'In the list behind the bell.' },
  { value: 'email', label: 'By e-mail', does: 'To the address of the account.' },
];

/** How one event is told: by which ways, and from when on. */
export function RuleForm({ shown, channels, isPersonal, choose, onCancel, onDone }: RuleFormProps) {
  const { event, rule, everybody, isOwn } = shown;
  const [isAsEverybody, setIsAsEverybody] = useState(isPersonal && !isOwn);
  const channelChoices = channels.map(({ id, name, type, shown: address }) => ({
    value: id,
    label: name,
    does: `${CHANNEL_WORDS[type]}, ${address}`,
  }));
  const ticked = [...(rule.isInApp ? ['in_app'] : []), ...(rule.isByEmail ? ['email'] : []), ...rule.channelIds];

  function act(form: FormData) {
    if (isAsEverybody) return choose(event, null);
    const ways = form.getAll('ways').map(String);
    const threshold = thresholdIn(event, form);
    // Whoever leaves it as it is for everybody goes on with everybody, also when it is changed.
    const isSame = isPersonal && JSON.stringify(threshold) === JSON.stringify(everybody.threshold);
    const choice = {
      event,
      isInApp: ways.includes('in_app'),
      isByEmail: ways.includes('email'),
      threshold: isSame ? null : threshold,
    };
    if (isPersonal) return choose(event, choice);
    return choose(event, { ...choice, channelIds: ways.filter((way) => way !== 'in_app' && way !== 'email') });
  }

  return (
    <ActForm submit="Save" pending="Saving…" act={act} onCancel={onCancel} onDone={onDone}>
      {(problems) => (
        <>
          <p>{EVENT_OF[event].does}</p>
          {isPersonal ? (
            <Field label="You are told" problem={undefined}>
              {(control) => (
                <select
                  {...control}
                  value={isAsEverybody ? 'everybody' : 'own'}
                  onChange={(change) => setIsAsEverybody(change.currentTarget.value === 'everybody')}
                >
                  <option value="everybody">as everybody</option>
                  <option value="own">as you choose here</option>
                </select>
              )}
            </Field>
          ) : null}
          {isAsEverybody ? null : (
            <>
              <CheckList
                label="How"
                name="ways"
                choices={isPersonal ? WAYS : [...WAYS, ...channelChoices]}
                ticked={ticked}
                problem={problems.channelIds}
              />
              <ThresholdFields
                event={event}
                threshold={(rule.threshold ?? everybody.threshold ?? {}) as ShownThreshold}
                problems={problems}
              />
            </>
          )}
        </>
      )}
    </ActForm>
  );
}
