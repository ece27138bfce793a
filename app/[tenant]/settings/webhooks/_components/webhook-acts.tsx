'use client';

import { useState, useTransition } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { ActForm } from '#components/ui/act-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ShownOnce } from '#components/ui/shown-once.tsx';
import { useNavigation } from '#components/ui/soft-link.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';
import type { SubscriptionDetail } from '#lib/webhooks/webhook-contract.ts';
import { type Done, Said } from '../../_components/said.tsx';
import styles from '../../settings.module.css';
import { pause, remove, resume, rotate, sendFailedAgain, test } from '../actions.ts';
import own from './webhooks.module.css';

type WebhookActsProps = { tenant: string; subscription: SubscriptionDetail; formats: Formats };
type Asked = 'rotate' | 'replay' | 'remove';

const TITLES: Record<Asked, string> = {
  rotate: 'Make a new secret',
  replay: 'Send again what did not arrive',
  remove: 'Remove this webhook',
};

const SINCE = [
  { hours: 1, label: 'Of the last hour' },
  { hours: 24, label: 'Of the last day' },
  { hours: 168, label: 'Of the last seven days' },
  { hours: null, label: 'Everything that is kept' },
];

/** What can be done with a webhook. */
export function WebhookActs({ tenant, subscription, formats }: WebhookActsProps) {
  const { id, state, url, failed, waiting } = subscription;
  const { navigate } = useNavigation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [made, setMade] = useState<{ secret: string; previousUntil: string } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [isPending, startTransition] = useTransition();

  function close() {
    setAsked(null);
  }

  function act(work: () => Promise<Outcome<unknown>>, said: string) {
    if (isPending) return;
    startTransition(async () => {
      const outcome = await work();
      setDone({ said: outcome.isDone ? said : outcome.message });
    });
  }

  return (
    <>
      <Sheet label={asked === null ? '' : TITLES[asked]} side="center" isOpen={asked !== null} onClose={close}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>{asked === null ? null : TITLES[asked]}</h2>
          {asked === 'rotate' ? (
            <ActForm
              submit="Make a new secret"
              pending="Making it…"
              act={() => rotate(tenant, id)}
              onCancel={close}
              onDone={(secret) => {
                setMade(secret);
                close();
              }}
            >
              {() => (
                <p>
                  For 24 hours calls are signed with both, so that the receiver can change over without missing one. An
                  older secret that still signs stops at once.
                </p>
              )}
            </ActForm>
          ) : null}
          {asked === 'replay' ? (
            <ActForm
              submit="Send again"
              pending="Sending…"
              act={(form) => sendFailedAgain(tenant, id, hoursOf(form))}
              onCancel={close}
              onDone={(count) => {
                close();
                setDone({
                  said:
                    count === 0
                      ? 'There was nothing to send again.'
                      : `${count.toLocaleString(formats.locale)} ${count === 1 ? 'event is' : 'events are'} sent again.`,
                });
              }}
            >
              {() => (
                <Field label="Which" hint="Each keeps its id, so that nothing is done twice." problem={undefined}>
                  {(control) => (
                    <select {...control} name="hours" defaultValue="24">
                      {SINCE.map(({ hours, label }) => (
                        <option key={label} value={hours ?? ''}>
                          {label}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
              )}
            </ActForm>
          ) : null}
          {asked === 'remove' ? (
            <ActForm
              submit="Remove the webhook"
              pending="Removing…"
              act={() => remove(tenant, id)}
              onCancel={close}
              onDone={() => navigate(`/${tenant}/settings/webhooks`)}
            >
              {() => (
                <>
                  <p>Nothing more is sent to {url}, and its log is shown no more.</p>
                  {waiting === 0 ? null : (
                    <p>
                      {waiting.toLocaleString(formats.locale)} {waiting === 1 ? 'event waits' : 'events wait'} and will
                      not be sent.
                    </p>
                  )}
                </>
              )}
            </ActForm>
          ) : null}
        </div>
      </Sheet>

      <div className={own.acts}>
        {state === 'active' ? (
          <>
            <Button
              kind="primary"
              aria-disabled={isPending}
              onClick={() => act(() => test(tenant, id), 'A test is sent.')}
            >
              Send a test
            </Button>
            <Button
              aria-disabled={isPending}
              onClick={() => act(() => pause(tenant, id), 'Paused. What happens meanwhile is not sent.')}
            >
              Pause
            </Button>
          </>
        ) : (
          <Button
            kind="primary"
            aria-disabled={isPending}
            onClick={() => act(() => resume(tenant, id), 'It is on. What waited is being sent.')}
          >
            Turn on
          </Button>
        )}
        {state === 'active' && failed + waiting > 0 ? (
          <Button onClick={() => setAsked('replay')}>Send failed again…</Button>
        ) : null}
        <Button onClick={() => setAsked('rotate')}>New secret…</Button>
        <Button onClick={() => setAsked('remove')}>Remove…</Button>
      </div>
      <Said done={done} />
      {made === null ? null : (
        <ShownOnce title="The new secret" texts={[{ label: 'Secret', text: made.secret }]} onDone={() => setMade(null)}>
          Give it to whatever receives the calls. It is shown this once; the old one signs too until{' '}
          <DateTime instant={made.previousUntil} formats={formats} />.
        </ShownOnce>
      )}
    </>
  );
}

function hoursOf(form: FormData): number | null {
  const text = String(form.get('hours') ?? '');
  return text === '' ? null : Number(text);
}
