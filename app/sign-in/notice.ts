import type { Person } from '#lib/access/find-person.ts';
import type { Membership } from '#lib/access/list-memberships.ts';
import { tenantSlugOf } from '#lib/http/last-tenant.ts';

/** What the sign-in page says above the form, in plain words. */
export type Notice = { tone: 'quiet' | 'problem'; text: string };

type NoticeQuestion = {
  reason: string | undefined;
  /** What next-auth says went wrong at the provider. */
  error: string | undefined;
  person: Person | null;
  memberships: readonly Membership[];
  next: string | null;
};

/** Gives what to tell somebody who was led to the sign-in page, or null if there is nothing to say. */
export function noticeOf(question: NoticeQuestion): Notice | null {
  const { reason, error, person, next } = question;
  if (error !== undefined) return problem('Single sign-on did not finish. Try again, or sign in with your password.');
  const refusal = refusalText(reason);
  if (refusal !== null) return problem(refusal);
  if (person === null) {
    if (reason === 'session-ended') return { tone: 'quiet', text: 'Your session has ended. Sign in again to go on.' };
    return reason !== undefined && next !== null ? { tone: 'quiet', text: 'Sign in to open that page.' } : null;
  }
  const lacking = lackingText(reason, tenantNameOf(question));
  return lacking === null ? null : problem(`You are signed in as ${person.name} (${person.email}), ${lacking}`);
}

function refusalText(reason: string | undefined): string | null {
  if (reason === 'not-invited') {
    return 'Nobody has invited the address of that account to Tieout. Ask an admin of your business to add you.';
  }
  if (reason === 'email-not-verified') {
    return 'Your sign-on provider has not verified the e-mail address of that account, so Tieout can’t tell who you are. Verify it there, then try again.';
  }
  if (reason === 'linked-to-another') {
    return 'Another account of your sign-on provider belongs to that e-mail address already. Ask an admin of your business.';
  }
  return null;
}

function lackingText(reason: string | undefined, tenantName: string | null): string | null {
  const place = tenantName ?? 'this business';
  if (reason === 'needs-accounting-sync') {
    return `who may not open Accounting Sync of ${place}. An admin there can give you the role Accounting Sync.`;
  }
  if (reason === 'needs-admin')
    return `who may not open the settings and the audit log of ${place}: that needs the role Admin.`;
  if (reason === 'not-allowed') return `who may not do that at ${place}.`;
  if (reason !== 'not-a-member') return null;
  if (tenantName === null)
    return 'who does not belong to any business in Tieout yet. Ask an admin of yours to add you.';
  return `who is not a member of ${place}.`;
}

// The name is told to members alone; everybody else reads back what stood in the address.
function tenantNameOf({ memberships, next }: NoticeQuestion): string | null {
  const slug = next === null ? null : tenantSlugOf(next);
  return memberships.find((membership) => membership.slug === slug)?.name ?? slug;
}

function problem(text: string): Notice {
  return { tone: 'problem', text };
}
