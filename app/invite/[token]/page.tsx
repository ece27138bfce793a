import type { Metadata } from 'next';
import { Brand } from '#components/shell/brand.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { type FoundInvite, findInvite } from '#lib/access/find-invite.ts';
import type { Person } from '#lib/access/find-person.ts';
import { invitePath } from '#lib/access/invite-text.ts';
import { ROLES } from '#lib/access/permissions.ts';
import { ROLE_WORDS } from '#lib/access/role-words.ts';
import { singleSignOnName } from '#lib/http/auth.ts';
import { homePathOf } from '#lib/http/home-path.ts';
import { currentMemberships, currentPerson } from '#lib/http/page-context.ts';
import { SingleSignOn } from '../../sign-in/_components/single-sign-on.tsx';
import styles from '../../sign-in/sign-in.module.css';
import { AcceptForm } from './_components/accept-form.tsx';
import { JoinForm } from './_components/join-form.tsx';

export const metadata: Metadata = { title: 'Invitation', robots: { index: false } };

/** Where an invitation's link leads: join as who you are, as somebody new, or learn why not. It changes nothing by itself. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [invite, person, memberships] = await Promise.all([findInvite(token), currentPerson(), currentMemberships()]);
  const membership = memberships.find(({ slug }) => slug === invite?.tenant.slug);

  return (
    <div className={styles.page}>
      <main className={styles.panel}>
        <Brand />
        {membership !== undefined && person !== null ? (
          <>
            <h1 className={styles.title}>You belong to {membership.name}</h1>
            <p className={styles.notice}>
              You are signed in as {person.name} ({person.email}), who is a member already. The link is not needed any
              more.
            </p>
            <a href={homePathOf(membership)} className={`${buttonClass} ${styles.wide}`} data-kind="primary">
              Open {membership.name}
            </a>
          </>
        ) : invite?.state !== 'open' ? (
          <>
            <h1 className={styles.title}>This link lets nobody in</h1>
            <p className={styles.notice} data-tone="problem">
              {reasonOf(invite)} Ask an admin of your business for a new one.
            </p>
            <a href="/" className={`${buttonClass} ${styles.wide}`} data-kind="normal">
              Go to Tieout
            </a>
          </>
        ) : (
          <Open invite={invite} person={person} token={token} />
        )}
      </main>
    </div>
  );
}

function Open({ invite, person, token }: { invite: FoundInvite; person: Person | null; token: string }) {
  const { tenant, email, invitedBy } = invite;
  const path = invitePath(token);
  const provider = singleSignOnName();
  return (
    <>
      <h1 className={styles.title}>Join {tenant.name}</h1>
      <p className={styles.notice}>
        {invitedBy} invites {email ?? 'you'} to Tieout with {roleNames(invite.roles)}.
      </p>
      {person === null ? (
        <>
          <JoinForm token={token} email={email} />
          {provider === null ? null : <SingleSignOn providerName={provider} next={path} isSwitching={false} />}
          <p className={styles.after}>
            You have an account? <a href={`/sign-in?${new URLSearchParams({ next: path })}`}>Sign in to accept</a>
          </p>
        </>
      ) : (
        <AcceptForm token={token} person={person} tenantName={tenant.name} />
      )}
    </>
  );
}

function roleNames(roles: readonly string[]): string {
  const names = ROLES.filter((role) => roles.includes(role)).map((role) => ROLE_WORDS[role].label);
  const list = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
  return names.length === 1 ? `the role ${list}` : `the roles ${list}`;
}

function reasonOf(invite: FoundInvite | null): string {
  if (invite === null) return 'There is no such invitation; the link may have been cut short.';
  switch (invite.state) {
    case 'accepted':
      return `This invitation to ${invite.tenant.name} was used already.`;
    case 'revoked':
      return `This invitation to ${invite.tenant.name} was withdrawn.`;
    default:
      return `This invitation to ${invite.tenant.name} has expired.`;
  }
}
