'use client';

import { useState } from 'react';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ShownOnce } from '#components/ui/shown-once.tsx';
import { type Done, Said } from '../../_components/said.tsx';
import styles from '../../settings.module.css';
import { remove, signOutPerson, withdrawInvite } from '../actions.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { InviteForm } from './invite-form.tsx';
import { type InviteLine, InviteTable, type PersonLine, PersonTable } from './people-tables.tsx';
import { RolesForm } from './roles-form.tsx';

type Opened =
  | { what: 'invite' }
  | { what: 'roles' | 'sign-out' | 'remove'; person: PersonLine }
  | { what: 'withdraw'; invite: InviteLine };

type PeopleScreenProps = {
  tenant: { slug: string; name: string };
  /** Whose screen this is. */
  ownId: string | null;
  formats: Formats;
  zone: string;
  people: PersonLine[];
  invites: InviteLine[];
};

/** The members and the invitations, and what can be done with each. */
export function PeopleScreen({ tenant, ownId, formats, zone, people, invites }: PeopleScreenProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);

  return (
    <>
      {/* Before what takes the focus when it closes: effects run in this order. */}
      <Sheet
        label={opened === null ? 'People' : titleOf(opened, tenant.name)}
        side="center"
        isOpen={opened !== null}
        onClose={() => setOpened(null)}
      >
        {opened === null ? null : (
          <div className={styles.dialog}>
            <h2 className={styles.subtitle}>{titleOf(opened, tenant.name)}</h2>
            <OpenedForm
              opened={opened}
              tenant={tenant}
              ownId={ownId}
              onCancel={() => setOpened(null)}
              onDone={(said) => {
                setOpened(null);
                setDone({ said });
              }}
              onLink={(url) => {
                setLink(url);
                setDone(null);
                setOpened(null);
              }}
            />
          </div>
        )}
      </Sheet>

      <section className={styles.section} aria-labelledby="people-title">
        <div className={styles.head}>
          <h1 id="people-title" className={styles.title}>
            People of {tenant.name}
          </h1>
          <Button kind="primary" onClick={() => setOpened({ what: 'invite' })}>
            Invite somebody
          </Button>
        </div>
        <Said done={done} />
        {link === null ? null : (
          <ShownOnce title="The invitation’s link" texts={[{ label: 'Link', text: link }]} onDone={() => setLink(null)}>
            Tieout sends no mail: hand the link over yourself. It lets one person in, within 7 days, and is shown this
            once.
          </ShownOnce>
        )}
        <PersonTable
          people={people}
          ownId={ownId}
          formats={formats}
          onPick={(what, person) => setOpened({ what, person })}
        />
        <p className={styles.zone}>Times are {zone}.</p>
      </section>

      <section className={styles.section} aria-labelledby="invites-title">
        <h2 id="invites-title" className={styles.subtitle}>
          Invitations nobody has used yet
        </h2>
        <InviteTable
          invites={invites}
          formats={formats}
          onWithdraw={(invite) => setOpened({ what: 'withdraw', invite })}
        />
      </section>
    </>
  );
}

type OpenedFormProps = Pick<PeopleScreenProps, 'tenant' | 'ownId'> & {
  opened: Opened;
  onCancel: () => void;
  onDone: (said: string) => void;
  onLink: (url: string) => void;
};

function OpenedForm({ opened, tenant, ownId, onCancel, onDone, onLink }: OpenedFormProps) {
  const { slug } = tenant;
  switch (opened.what) {
    case 'invite':
      return <InviteForm tenant={slug} onCancel={onCancel} onDone={onLink} />;
    case 'roles':
      return (
        <RolesForm
          tenant={slug}
          person={opened.person}
          onCancel={onCancel}
          onDone={() => onDone(`The roles of ${opened.person.name} are changed. They hold from the next click on.`)}
        />
      );
    case 'sign-out': {
      const { id, name } = opened.person;
      return (
        <ConfirmForm
          submit="Sign out everywhere"
          pending="Signing out…"
          act={() => signOutPerson(slug, id)}
          onCancel={onCancel}
          onDone={() => onDone(`${name} is signed out everywhere.`)}
        >
          <p>
            This ends every session of {name}, on all devices{id === ownId ? ', also the one you are using now' : ''}:
            not at {tenant.name} alone, but also at any other business that {name} belongs to.
          </p>
          <p>{name} stays a member and can sign in again.</p>
        </ConfirmForm>
      );
    }
    case 'remove': {
      const { id, name } = opened.person;
      return (
        <ConfirmForm
          submit={`Remove ${name}`}
          pending="Removing…"
          act={() => remove(slug, id)}
          onCancel={onCancel}
          onDone={() => onDone(`${name} is no longer a member of ${tenant.name}.`)}
        >
          <p>
            From the next click on, {id === ownId ? 'you' : name} can open nothing of {tenant.name}. To come back takes
            a new invitation.
          </p>
          <p>What {name} did stays in the records and in the audit log. The account itself stays too.</p>
        </ConfirmForm>
      );
    }
    case 'withdraw': {
      const { id, email } = opened.invite;
      return (
        <ConfirmForm
          submit="Withdraw the invitation"
          pending="Withdrawing…"
          act={() => withdrawInvite(slug, id)}
          onCancel={onCancel}
          onDone={() => onDone('The invitation is withdrawn.')}
        >
          <p>Its link lets nobody in any more{email === null ? '' : `; it was for ${email}`}.</p>
        </ConfirmForm>
      );
    }
    default:
      return opened satisfies never;
  }
}

function titleOf(opened: Opened, tenantName: string): string {
  switch (opened.what) {
    case 'invite':
      return `Invite somebody to ${tenantName}`;
    case 'roles':
      return `Roles of ${opened.person.name}`;
    case 'sign-out':
      return `Sign ${opened.person.name} out everywhere`;
    case 'remove':
      return `Remove ${opened.person.name} from ${tenantName}`;
    case 'withdraw':
      return 'Withdraw this invitation';
    default:
      return opened satisfies never;
  }
}
