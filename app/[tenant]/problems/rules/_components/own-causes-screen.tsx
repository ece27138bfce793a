'use client';

import { useState, useTransition } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import type { OwnCause } from '#lib/causes/list-cause-rules.ts';
import { type Done, Said } from '../../../settings/_components/said.tsx';
import settings from '../../../settings/settings.module.css';
import { takeBack } from '../actions.ts';
import styles from './own-causes.module.css';

type OwnCausesScreenProps = {
  tenant: string;
  causes: (OwnCause & { messageId: string })[];
  formats: Formats;
  zone: string;
};

/** The messages whose cause somebody here named, the newest first. */
export function OwnCausesScreen({ tenant, causes, formats, zone }: OwnCausesScreenProps) {
  const [done, setDone] = useState<Done | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <section className={`${settings.page} ${settings.section}`} aria-labelledby="own-causes-title">
      <h1 id="own-causes-title" className={settings.title}>
        Your own causes
      </h1>
      <p className={settings.lead}>
        Where Tieout does not know a message, or has it wrong, anybody here can say on the record what it means. That
        goes for every message of the same wording, for this business alone, and before Tieout’s own rules.
      </p>
      <Said done={done} />
      {causes.length === 0 ? (
        <p className={settings.empty}>
          Nothing yet. Open a failed record and choose “Say what this message means”; it is then listed here.
        </p>
      ) : (
        <table className={`${settings.table} ${styles.table}`}>
          <thead>
            <tr>
              <th scope="col">Messages like</th>
              <th scope="col">Mean</th>
              <th scope="col">Failed now</th>
              <th scope="col">Said by</th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {causes.map(({ messageId, message, cause, failed, createdByName, createdAt }) => (
              <tr key={messageId}>
                <td className={styles.message}>{message}</td>
                <td data-label="Mean">
                  <SoftLink href={catalogueHref(cause)}>{CAUSE_LABEL[cause]}</SoftLink>
                </td>
                <td data-label="Failed now">{formatCount(failed, formats.locale)}</td>
                <td data-label="Said by">
                  <span className={settings.name}>{createdByName}</span>
                  <DateTime instant={createdAt} formats={formats} />
                </td>
                <td>
                  <Button
                    aria-label={`Take back: ${message.slice(0, 80)}`}
                    aria-disabled={isPending}
                    onClick={() => {
                      if (isPending) return;
                      startTransition(async () => {
                        const outcome = await takeBack(tenant, messageId);
                        setDone({
                          said: outcome.isDone
                            ? 'Taken back. Records with such messages get Tieout’s own cause within a minute.'
                            : outcome.message,
                        });
                      });
                    }}
                  >
                    Take back
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={settings.zone}>Times are {zone}. Every change is in the audit log.</p>
    </section>
  );
}
