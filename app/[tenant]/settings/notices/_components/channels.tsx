'use client';

import { useState, useTransition } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { CHANNEL_WORDS, type Channel } from '#lib/notices/channel-contract.ts';
import { type Done, Said } from '../../_components/said.tsx';
import styles from '../../settings.module.css';
import { dropChannel, testChannel } from '../actions.ts';
import { ChannelForm } from './channel-form.tsx';
import own from './notices.module.css';
import { RemoveForm } from './remove-form.tsx';

type ChannelsProps = { tenant: string; channels: Channel[]; formats: Formats };

/** Where the business is told things together, with how each does; and the way to a new one. */
export function Channels({ tenant, channels, formats }: ChannelsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [removed, setRemoved] = useState<Channel | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <section className={styles.section} aria-labelledby="channels-title">
      <Sheet label="A new channel" side="center" isForm isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>A new channel</h2>
          <ChannelForm
            tenant={tenant}
            onCancel={() => setIsOpen(false)}
            onDone={() => {
              setIsOpen(false);
              setDone({ said: 'The channel was added. Send a test, then choose what is told there.' });
            }}
          />
        </div>
      </Sheet>
      <Sheet label="Remove the channel" side="center" isOpen={removed !== null} onClose={() => setRemoved(null)}>
        {removed === null ? null : (
          <RemoveForm
            title={`Remove ${removed.name}`}
            submit="Remove the channel"
            act={() => dropChannel(tenant, removed.id)}
            onCancel={() => setRemoved(null)}
            onDone={() => {
              setRemoved(null);
              setDone({ said: 'The channel was removed.' });
            }}
          >
            Nothing more is sent there, not even what waits.
          </RemoveForm>
        )}
      </Sheet>
      <div className={styles.head}>
        <h2 id="channels-title" className={styles.subtitle}>
          Channels
        </h2>
        <Button onClick={() => setIsOpen(true)}>Add a channel</Button>
      </div>
      <p className={styles.lead}>
        Where several people read together: an address, a channel in Slack, a channel in Microsoft Teams.
      </p>
      <Said done={done} />
      {channels.length === 0 ? (
        <p className={styles.empty}>There is no channel yet.</p>
      ) : (
        <table className={`${styles.table} ${own.table}`}>
          <thead>
            <tr>
              <th scope="col">Channel</th>
              <th scope="col">Last arrived</th>
              <th scope="col">Added by</th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.map((channel) => (
              <tr key={channel.id}>
                <td>
                  <span className={styles.name}>{channel.name}</span>
                  <span className={styles.aside}>
                    {CHANNEL_WORDS[channel.type]}, {channel.shown}
                  </span>
                  {channel.problem === null ? null : <span className={own.problem}>{channel.problem}</span>}
                </td>
                <td data-label="Last arrived">
                  {channel.lastDeliveredAt === null ? (
                    <span className={styles.nothing}>never</span>
                  ) : (
                    <DateTime instant={channel.lastDeliveredAt} formats={formats} />
                  )}
                </td>
                <td data-label="Added by">{channel.createdByName}</td>
                <td>
                  <div className={own.acts}>
                    <Button
                      kind="quiet"
                      aria-label={`Send a test to ${channel.name}`}
                      aria-disabled={isPending}
                      onClick={() => {
                        if (isPending) return;
                        startTransition(async () => {
                          const outcome = await testChannel(tenant, channel.id);
                          setDone({ said: outcome.isDone ? 'A test is on its way.' : outcome.message });
                        });
                      }}
                    >
                      Send a test
                    </Button>
                    <Button kind="quiet" aria-label={`Remove ${channel.name}`} onClick={() => setRemoved(channel)}>
                      Remove…
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
