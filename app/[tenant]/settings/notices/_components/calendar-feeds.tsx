'use client';

import { useState } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { ActForm } from '#components/ui/act-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ShownOnce } from '#components/ui/shown-once.tsx';
import type { CalendarFeed } from '#lib/calendar/calendar-contract.ts';
import styles from '../../settings.module.css';
import { dropFeed, makeFeed } from '../actions.ts';
import own from './notices.module.css';
import { RemoveForm } from './remove-form.tsx';

type CalendarFeedsProps = { tenant: string; feeds: CalendarFeed[]; formats: Formats };

/** The secret addresses at which calendars read what is due; and the way to a new one. */
export function CalendarFeeds({ tenant, feeds, formats }: CalendarFeedsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<CalendarFeed | null>(null);
  return (
    <section className={styles.section} aria-labelledby="feeds-title">
      <Sheet label="A new calendar feed" side="center" isForm isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>A new calendar feed</h2>
          <ActForm
            submit="Make the feed"
            pending="Making it…"
            act={(form) => makeFeed(tenant, String(form.get('name') ?? ''))}
            onCancel={() => setIsOpen(false)}
            onDone={({ url }) => {
              setMade(url);
              setIsOpen(false);
            }}
          >
            {(problems) => (
              <Field label="Name" hint="Who reads it, such as Finance." problem={problems.name}>
                {(control) => <input {...control} name="name" autoComplete="off" maxLength={80} />}
              </Field>
            )}
          </ActForm>
        </div>
      </Sheet>
      <Sheet label="Revoke the feed" side="center" isOpen={revoked !== null} onClose={() => setRevoked(null)}>
        {revoked === null ? null : (
          <RemoveForm
            title={`Revoke ${revoked.name}`}
            submit="Revoke the feed"
            act={() => dropFeed(tenant, revoked.id)}
            onCancel={() => setRevoked(null)}
            onDone={() => setRevoked(null)}
          >
            Calendars that read this address get nothing more.
          </RemoveForm>
        )}
      </Sheet>
      <div className={styles.head}>
        <h2 id="feeds-title" className={styles.subtitle}>
          Calendar feeds
        </h2>
        <Button onClick={() => setIsOpen(true)}>Make a feed</Button>
      </div>
      <p className={styles.lead}>
        A calendar that reads such an address shows health checks and the days on which connections end.
      </p>
      {made === null ? null : (
        <ShownOnce
          title="The address of the new feed"
          texts={[{ label: 'Address', text: made }]}
          onDone={() => setMade(null)}
        >
          Subscribe to it in your calendar. Whoever knows it can read the calendar. It is shown this once.
        </ShownOnce>
      )}
      {feeds.length === 0 ? (
        <p className={styles.empty}>There is no feed yet.</p>
      ) : (
        <table className={`${styles.table} ${own.table}`}>
          <thead>
            <tr>
              <th scope="col">Feed</th>
              <th scope="col">Last read</th>
              <th scope="col">Made by</th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {feeds.map((feed) => (
              <tr key={feed.id}>
                <td>
                  <span className={styles.name}>{feed.name}</span>
                  <span className={styles.aside}>Its address ends in {feed.secretHint}</span>
                </td>
                <td data-label="Last read">
                  {feed.lastReadAt === null ? (
                    <span className={styles.nothing}>never</span>
                  ) : (
                    <DateTime instant={feed.lastReadAt} formats={formats} />
                  )}
                </td>
                <td data-label="Made by">{feed.createdByName}</td>
                <td>
                  <div className={own.acts}>
                    <Button kind="quiet" aria-label={`Revoke ${feed.name}`} onClick={() => setRevoked(feed)}>
                      Revoke…
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
