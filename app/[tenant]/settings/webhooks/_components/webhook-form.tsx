import { ActForm } from '#components/ui/act-form.tsx';
import { CheckList, Field } from '#components/ui/field.tsx';
import { EVENT_TYPES, EVENT_WORDS, URL_MAX } from '#lib/webhooks/webhook-contract.ts';
import { subscribe } from '../actions.ts';

/** A webhook as its secret is shown once. */
export type MadeWebhook = { id: string; url: string; secret: string };

type WebhookFormProps = { tenant: string; onCancel: () => void; onDone: (made: MadeWebhook) => void };

const CHOICES = EVENT_TYPES.map((type) => ({ value: type, ...EVENT_WORDS[type] }));

/** Where events are sent, and which. */
export function WebhookForm({ tenant, onCancel, onDone }: WebhookFormProps) {
  async function act(form: FormData) {
    const url = String(form.get('url') ?? '').trim();
    const outcome = await subscribe(tenant, { url, events: form.getAll('events').map(String) });
    if (!outcome.isDone) return outcome;
    return { isDone: true as const, value: { url, ...outcome.value } };
  }
  return (
    <ActForm submit="Make the webhook" pending="Making the webhook…" act={act} onCancel={onCancel} onDone={onDone}>
      {(problems) => (
        <>
          <Field
            label="Address"
            hint="Where each event is posted as JSON: https, a public host."
            problem={problems.url}
          >
            {(control) => (
              <input
                {...control}
                name="url"
                type="url"
                inputMode="url"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={URL_MAX}
                placeholder="https://"
              />
            )}
          </Field>
          <CheckList
            label="Events"
            name="events"
            choices={CHOICES}
            ticked={['record.pending']}
            problem={problems.events}
          />
        </>
      )}
    </ActForm>
  );
}
