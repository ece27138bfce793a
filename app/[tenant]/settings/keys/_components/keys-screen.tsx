'use client';

import { useState } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { ActForm } from '#components/ui/act-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ShownOnce } from '#components/ui/shown-once.tsx';
import { type Done, Said } from '../../_components/said.tsx';
import styles from '../../settings.module.css';
import { revoke } from '../actions.ts';
import { firstCall } from './first-call.ts';
import { KeyForm, type MadeKey } from './key-form.tsx';
import { type KeyLine, KeyTable } from './key-table.tsx';

type KeysScreenProps = {
  tenant: { slug: string; name: string };
  formats: Formats;
  zone: string;
  sources: { slug: string; name: string }[];
  keys: KeyLine[];
};

/** The keys, and what can be done with them. */
export function KeysScreen({ tenant, formats, zone, sources, keys }: KeysScreenProps) {
  const [opened, setOpened] = useState<'new' | KeyLine | null>(null);
  const [made, setMade] = useState<MadeKey | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const title = opened === 'new' ? 'A new API key' : `Revoke the key ${opened?.name ?? ''}`;

  function close() {
    setOpened(null);
  }

  return (
    <section className={styles.section} aria-labelledby="keys-title">
      {/* Before what takes the focus when it closes: effects run in this order. */}
      <Sheet label={title} side="center" isOpen={opened !== null} onClose={close}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>{title}</h2>
          {opened === 'new' ? (
            <KeyForm
              tenant={tenant.slug}
              sources={sources}
              onCancel={close}
              onDone={(key) => {
                setMade(key);
                setDone(null);
                close();
              }}
            />
          ) : null}
          {opened === null || opened === 'new' ? null : (
            <ActForm
              submit="Revoke the key"
              pending="Revoking…"
              act={() => revoke(tenant.slug, opened.prefix)}
              onCancel={close}
              onDone={() => {
                close();
                setDone({ said: `The key ${opened.name} is revoked.` });
              }}
            >
              {() => (
                <>
                  <p>
                    From now on every call with this key is refused: whatever job of {opened.sourceName} uses it stops
                    reporting until it gets another one. Webhooks that it made are switched off.
                  </p>
                  <p>This can’t be undone. What was reported with it stays.</p>
                </>
              )}
            </ActForm>
          )}
        </div>
      </Sheet>

      <div className={styles.head}>
        <h1 id="keys-title" className={styles.title}>
          API keys of {tenant.name}
        </h1>
        <Button kind="primary" onClick={() => setOpened('new')}>
          Make a key
        </Button>
      </div>
      <p className={styles.lead}>
        Sync jobs report through the API, each with a key of its own. A key acts for one source, as its scopes say.
        Every call is explained in the <a href="/docs/api">API reference</a>; the contract for programs is{' '}
        <a href="/api/v1/openapi.json">openapi.json</a>.
      </p>
      <Said done={done} />
      {made === null ? null : (
        <ShownOnce
          title={`The key ${made.name}`}
          texts={[
            { label: 'Key', text: made.key },
            { label: 'A first call', text: firstCall(made) },
          ]}
          onDone={() => setMade(null)}
        >
          Copy the key now and keep it like a password: it is shown this once, and stored nowhere.
        </ShownOnce>
      )}
      <KeyTable keys={keys} formats={formats} onRevoke={setOpened} />
      <p className={styles.zone}>Times are {zone}. A key’s last use is noted once a minute at most.</p>
    </section>
  );
}
