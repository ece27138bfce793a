'use client';

import { useState } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ShownOnce } from '#components/ui/shown-once.tsx';
import type { Hook } from '#lib/hooks/hook-contract.ts';
import { type Done, Said } from '../../_components/said.tsx';
import styles from '../../settings.module.css';
import type { PresetChoice } from '../preset-choices.ts';
import { AddressForm, RenameForm, RevokeForm } from './hook-forms.tsx';
import { HookTable } from './hook-table.tsx';
import { HowTo } from './how-to.tsx';
import { NewHookForm } from './new-hook-form.tsx';

type HooksScreenProps = {
  tenant: { slug: string; name: string };
  formats: Formats;
  zone: string;
  sources: { slug: string; name: string }[];
  presets: PresetChoice[];
  hooks: Hook[];
};

type Opened = { act: 'new' } | { act: 'rename' | 'address' | 'revoke'; hook: Hook };
type Shown = { id: string; name: string; address: string };

/** The hooks, and what can be done with them. */
export function HooksScreen({ tenant, formats, zone, sources, presets, hooks }: HooksScreenProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const title = opened === null ? '' : titleOf(opened);

  function close() {
    setOpened(null);
  }
  function finish(said: string) {
    close();
    setShown(null);
    setDone({ said });
  }
  function show(next: Shown) {
    close();
    setDone(null);
    setShown(next);
  }

  return (
    <section className={styles.section} aria-labelledby="hooks-title">
      {/* Before what takes the focus when it closes: effects run in this order. */}
      <Sheet label={title} side="center" isForm isOpen={opened !== null} onClose={close}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>{title}</h2>
          {opened?.act === 'new' ? (
            <NewHookForm tenant={tenant.slug} sources={sources} presets={presets} onCancel={close} onDone={show} />
          ) : null}
          {opened?.act === 'rename' ? (
            <RenameForm tenant={tenant.slug} hook={opened.hook} onCancel={close} onDone={finish} />
          ) : null}
          {opened?.act === 'address' ? (
            <AddressForm
              tenant={tenant.slug}
              hook={opened.hook}
              onCancel={close}
              onDone={(address) => show({ id: opened.hook.id, name: opened.hook.name, address })}
            />
          ) : null}
          {opened?.act === 'revoke' ? (
            <RevokeForm tenant={tenant.slug} hook={opened.hook} onCancel={close} onDone={finish} />
          ) : null}
        </div>
      </Sheet>

      <div className={styles.head}>
        <h1 id="hooks-title" className={styles.title}>
          Hooks of {tenant.name}
        </h1>
        <Button kind="primary" onClick={() => setOpened({ act: 'new' })}>
          Make a hook
        </Button>
      </div>
      <p className={styles.lead}>
        A hook is a secret address that Zapier, Make or anything else that can post reports outcomes to, as JSON or as a
        form of any shape. What it can’t place waits in the inbox.
      </p>
      <Said done={done} />
      {shown === null ? null : (
        <>
          <ShownOnce
            title={`The hook ${shown.name}`}
            texts={[{ label: 'Address', text: shown.address }]}
            onDone={() => setShown(null)}
          >
            Copy the address now and keep it like a password: whoever knows it can report. It is shown this once, and
            stored nowhere.
          </ShownOnce>
          <HowTo mappingHref={`/${tenant.slug}/settings/hooks/${shown.id}`} />
        </>
      )}
      <HookTable
        tenant={tenant.slug}
        hooks={hooks}
        presets={presets}
        formats={formats}
        onAct={(act, hook) => setOpened({ act, hook })}
      />
      <p className={styles.zone}>Times are {zone}.</p>
    </section>
  );
}

function titleOf(opened: Opened): string {
  switch (opened.act) {
    case 'new':
      return 'A new hook';
    case 'rename':
      return `Rename ${opened.hook.name}`;
    case 'address':
      return `A new address for ${opened.hook.name}`;
    case 'revoke':
      return `Revoke ${opened.hook.name}`;
    default:
      return opened satisfies never;
  }
}
