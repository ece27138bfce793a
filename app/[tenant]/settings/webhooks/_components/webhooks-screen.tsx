'use client';

import { useState } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ShownOnce } from '#components/ui/shown-once.tsx';
import type { Subscription } from '#lib/webhooks/webhook-contract.ts';
import styles from '../../settings.module.css';
import { OffNotices } from './off-notices.tsx';
import { type MadeWebhook, WebhookForm } from './webhook-form.tsx';
import { WebhookTable } from './webhook-table.tsx';

type WebhooksScreenProps = {
  tenant: { slug: string; name: string };
  formats: Formats;
  zone: string;
  subscriptions: Subscription[];
};

/** The webhooks, and the way to a new one. */
export function WebhooksScreen({ tenant, formats, zone, subscriptions }: WebhooksScreenProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<MadeWebhook | null>(null);
  return (
    <section className={styles.section} aria-labelledby="webhooks-title">
      {/* Before what takes the focus when it closes: effects run in this order. */}
      <Sheet label="A new webhook" side="center" isForm isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>A new webhook</h2>
          <WebhookForm
            tenant={tenant.slug}
            onCancel={() => setIsOpen(false)}
            onDone={(webhook) => {
              setMade(webhook);
              setIsOpen(false);
            }}
          />
        </div>
      </Sheet>
      <div className={styles.head}>
        <h1 id="webhooks-title" className={styles.title}>
          Webhooks of {tenant.name}
        </h1>
        <Button kind="primary" onClick={() => setIsOpen(true)}>
          Make a webhook
        </Button>
      </div>
      <p className={styles.lead}>
        A webhook posts each event to an address of yours as it happens, so that a job need not keep asking. Calls are
        signed per the Standard Webhooks specification. What does not arrive is tried again for three days.
      </p>
      <OffNotices tenant={tenant.slug} subscriptions={subscriptions} formats={formats} />
      {made === null ? null : (
        <ShownOnce
          title="The secret of the new webhook"
          texts={[{ label: 'Secret', text: made.secret }]}
          onDone={() => setMade(null)}
        >
          Give it to whatever receives {made.url}, so that it can tell our calls from others. It is shown this once.
        </ShownOnce>
      )}
      <WebhookTable tenant={tenant.slug} subscriptions={subscriptions} formats={formats} />
      <p className={styles.zone}>Times are {zone}.</p>
    </section>
  );
}
