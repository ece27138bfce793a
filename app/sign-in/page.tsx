import type { Metadata } from 'next';
import { Brand } from '#components/shell/brand.tsx';
import { askedPath } from '#lib/http/asked-path.ts';
import { singleSignOnName, waitingPath } from '#lib/http/auth.ts';
import { currentMemberships, currentPerson } from '#lib/http/page-context.ts';
import { PasswordForm } from './_components/password-form.tsx';
import { SignedIn } from './_components/signed-in.tsx';
import { SingleSignOn } from './_components/single-sign-on.tsx';
import { noticeOf } from './notice.ts';
import styles from './sign-in.module.css';

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Who are you, or why you can't go on as who you are. It never redirects by itself, so it can't go in circles. */
export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const [reason, error] = [single(params.reason), single(params.error)];
  const next = askedPath(single(params.next)) ?? (error === undefined ? null : await waitingPath());
  const [person, memberships] = await Promise.all([currentPerson(), currentMemberships()]);
  const notice = noticeOf({ reason, error, person, memberships, next });
  const providerName = singleSignOnName();

  return (
    <div className={styles.page}>
      <main className={styles.panel}>
        <Brand />
        <h1 className={styles.title}>{titleFor(person !== null, notice !== null)}</h1>
        {notice !== null && (
          <p className={styles.notice} data-tone={notice.tone} role={notice.tone === 'problem' ? 'alert' : 'status'}>
            {notice.text}
          </p>
        )}
        {person === null ? (
          <>
            <PasswordForm next={next} />
            {providerName !== null && (
              <SingleSignOn
                providerName={providerName}
                next={next}
                isSwitching={params.switch !== undefined || notice?.tone === 'problem'}
              />
            )}
          </>
        ) : (
          <SignedIn person={person} memberships={memberships} next={next} isRefused={notice !== null} />
        )}
      </main>
    </div>
  );
}

function titleFor(isSignedIn: boolean, isRefused: boolean): string {
  if (!isSignedIn) return 'Sign in';
  return isRefused ? 'You can’t open that page' : 'You are signed in';
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
