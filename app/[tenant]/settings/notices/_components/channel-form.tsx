import { useState } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import { CHANNEL_TYPES, CHANNEL_WORDS, type ChannelType } from '#lib/notices/channel-contract.ts';
import { addChannel } from '../actions.ts';

const HINTS: Record<ChannelType, string> = {
  email: 'Such as finance@example.com.',
  slack: 'In Slack: Apps, Incoming Webhooks, Add to Slack. It begins with https://hooks.slack.com/services/.',
  teams: 'In Teams: the channel’s Workflows, “Post to a channel when a webhook request is received”. Copy its address.',
};

type ChannelFormProps = { tenant: string; onCancel: () => void; onDone: () => void };

/** Which kind of channel, how it is called here, and its address. */
export function ChannelForm({ tenant, onCancel, onDone }: ChannelFormProps) {
  const [type, setType] = useState<ChannelType>('email');
  const act = (form: FormData) =>
    addChannel(tenant, { type, name: String(form.get('name') ?? ''), address: String(form.get('address') ?? '') });
  return (
    <ActForm submit="Add the channel" pending="Adding it…" act={act} onCancel={onCancel} onDone={onDone}>
      {(problems) => (
        <>
          <Field label="Kind" problem={problems.type}>
            {(control) => (
              <select
                {...control}
                value={type}
                onChange={(event) => {
                  const next = CHANNEL_TYPES.find((one) => one === event.currentTarget.value);
                  if (next !== undefined) setType(next);
                }}
              >
                {CHANNEL_TYPES.map((one) => (
                  <option key={one} value={one}>
                    {CHANNEL_WORDS[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Name" hint="How it is called here, such as Accounting." problem={problems.name}>
            {(control) => <input {...control} name="name" autoComplete="off" maxLength={80} />}
          </Field>
          <Field
            label="Address"
            hint={`${HINTS[type]}${type === 'email' ? '' : ' It is kept encrypted and never shown again.'}`}
            problem={problems.address}
          >
            {(control) => (
              <input
                {...control}
                name="address"
                type={type === 'email' ? 'email' : 'url'}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={2048}
              />
            )}
          </Field>
        </>
      )}
    </ActForm>
  );
}
