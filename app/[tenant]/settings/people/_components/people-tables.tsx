import { IconDots } from '@tabler/icons-react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Dropdown } from '#components/ui/dropdown.tsx';
import { ROLES } from '#lib/access/permissions.ts';
import { ROLE_WORDS } from '#lib/access/role-words.ts';
import styles from '../../settings.module.css';

/** A member as the screen is given it; instants are ISO texts. */
export type PersonLine = {
  id: string;
  name: string;
  email: string;
  roles: string[];
  joinedAt: string;
  lastSignedInAt: string | null;
};

/** An invitation that is not used. */
export type InviteLine = {
  id: string;
  email: string | null;
  roles: string[];
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  isExpired: boolean;
};

type PersonTableProps = {
  people: PersonLine[];
  ownId: string | null;
  formats: Formats;
  onPick: (what: 'roles' | 'sign-out' | 'remove', person: PersonLine) => void;
};

/** The members, with what each is and when each came last. */
export function PersonTable({ people, ownId, formats, onPick }: PersonTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Roles</th>
          <th scope="col">Member since</th>
          <th scope="col">Last signed in</th>
          <th scope="col">
            <span className="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <td>
              <span className={styles.name}>
                {person.name}
                {person.id === ownId ? <span className={styles.nothing}> (you)</span> : null}
              </span>
              <span className={styles.aside}>{person.email}</span>
            </td>
            <td data-label="Roles">
              <RoleNames roles={person.roles} />
            </td>
            <td data-label="Member since">
              <DateTime instant={person.joinedAt} formats={formats} />
            </td>
            <td data-label="Last signed in">
              {person.lastSignedInAt === null ? (
                <span className={styles.nothing}>never</span>
              ) : (
                <DateTime instant={person.lastSignedInAt} formats={formats} />
              )}
            </td>
            <td>
              <Dropdown
                kind="quiet"
                isSquare
                className={styles.act}
                position="bottom-end"
                aria-label={`What to do with ${person.name}`}
                button={<IconDots size={17} stroke={1.6} />}
                choices={[
                  { label: 'Change roles', onPick: () => onPick('roles', person) },
                  { label: 'Sign out everywhere', onPick: () => onPick('sign-out', person) },
                  { label: 'Remove', onPick: () => onPick('remove', person) },
                ]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type InviteTableProps = { invites: InviteLine[]; formats: Formats; onWithdraw: (invite: InviteLine) => void };

/** The invitations that nobody has used, also those that have expired. */
export function InviteTable({ invites, formats, onWithdraw }: InviteTableProps) {
  if (invites.length === 0) return <p className={styles.empty}>There are none.</p>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col">Roles</th>
          <th scope="col">Invited by</th>
          <th scope="col">Expires</th>
          <th scope="col">
            <span className="visually-hidden">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {invites.map((invite) => (
          <tr key={invite.id} data-is-over={invite.isExpired}>
            <td>
              <span className={styles.name}>{invite.email ?? 'Whoever has the link'}</span>
            </td>
            <td data-label="Roles">
              <RoleNames roles={invite.roles} />
            </td>
            <td data-label="Invited by">{invite.invitedBy}</td>
            <td data-label={invite.isExpired ? undefined : 'Expires'}>
              {invite.isExpired ? 'Expired ' : null}
              <DateTime instant={invite.expiresAt} formats={formats} />
            </td>
            <td>
              <Button
                kind="quiet"
                className={styles.act}
                aria-label={`Withdraw the invitation for ${invite.email ?? 'whoever has the link'}`}
                onClick={() => onWithdraw(invite)}
              >
                Withdraw
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RoleNames({ roles }: { roles: readonly string[] }) {
  const held = ROLES.filter((role) => roles.includes(role));
  if (held.length === 0) return <span className={styles.nothing}>none: can open nothing</span>;
  return (
    <span className={styles.words}>
      {held.map((role) => (
        <span key={role}>{ROLE_WORDS[role].label}</span>
      ))}
    </span>
  );
}
