import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ConnectAttempt } from '#lib/connections/connect-contract.ts';
import { getConnectAttempt } from '#lib/connections/get-connect-attempt.ts';
import { AppError } from '#lib/core/app-error.ts';
import { sessionHash } from '#lib/http/auth.ts';
import { pageContext, signInPath } from '#lib/http/page-context.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { GoToProvider } from '../../_components/go-to-provider.tsx';
import { endWords } from '../../connect-words.ts';
import styles from '../../connections.module.css';
import { ChooseCompanies } from './_components/choose-companies.tsx';
import { UnreadCompanies } from './_components/unread-companies.tsx';

type ConfirmPageProps = { params: Promise<{ tenant: string; attempt: string }> };

export const metadata: Metadata = { title: 'Confirm a connection' };

/** What came back from a provider, before anything of it is connected: to be confirmed, or why there is nothing. */
export default async function ConfirmPage({ params }: ConfirmPageProps) {
  const { tenant, attempt: id } = await params;
  const path = `/${tenant}/connections`;
  const ctx = await pageContext(tenant, 'connection:manage', path);
  const session = await sessionHash();
  if (session === null) redirect(signInPath('signed-out', path));
  const attempt = await getConnectAttempt(ctx, { id, session }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  });
  return (
    <div className={styles.page}>
      <nav aria-label="Where this is">
        <SoftLink href={path}>All connections</SoftLink>
      </nav>
      <Came tenant={tenant} attempt={attempt} />
    </div>
  );
}

function Came({ tenant, attempt }: { tenant: string; attempt: ConnectAttempt }) {
  const { id, ledger, connection } = attempt;
  const { name } = LEDGER_WORDS[ledger];
  const again = { tenant, ledger, connectionId: connection?.id ?? null };
  switch (attempt.state) {
    case 'choosing':
      return <ChooseCompanies tenant={tenant} attempt={attempt} />;
    case 'unread':
      return (
        <>
          <UnreadCompanies tenant={tenant} attemptId={id} provider={name} />
          <RefreshWhile everySeconds={2.5} />
        </>
      );
    case 'away':
      return (
        <>
          <h1 className={styles.title}>Go on at {name}</h1>
          <p>The consent has not come back yet. If its page is closed, begin anew.</p>
          <div className={styles.connects}>
            <GoToProvider {...again} label="Begin anew" />
          </div>
        </>
      );
    case 'ended': {
      const { title, body } = endWords(attempt.end?.reason ?? 'expired', ledger);
      return (
        <>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.lead}>{body}</p>
          {attempt.end?.detail == null ? null : (
            <p className={styles.message}>
              {name} says: {attempt.end.detail}
            </p>
          )}
          {attempt.end?.reason === 'confirmed' ? null : (
            <div className={styles.connects}>
              <GoToProvider
                {...again}
                label={connection === null ? 'Connect again' : `Reconnect ${connection.companyName}`}
              />
            </div>
          )}
        </>
      );
    }
    default:
      return attempt.state satisfies never;
  }
}
