import type { Metadata } from 'next';
import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { listConnections } from '#lib/connections/list-connections.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { ledgerConfiguration } from '#lib/ledgers/configuration.ts';
import { LEDGER_WORDS, LEDGERS } from '#lib/ledgers/ledger-names.ts';
import { ConnectionTable } from './_components/connection-table.tsx';
import { GoToProvider } from './_components/go-to-provider.tsx';
import { SetUp } from './_components/set-up.tsx';
import styles from './connections.module.css';

type ConnectionsPageProps = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata: Metadata = { title: 'Connections' };

/** The companies in ledgers that Tieout reads: how each stands, and the way to connect one. */
export default async function ConnectionsPage({ params, searchParams }: ConnectionsPageProps) {
  const [{ tenant }, asked] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(tenant, 'connection:read', `/${tenant}/connections`);
  const connections = await listConnections(ctx);
  const { locale, timeZone } = ctx.tenant;
  const canManage = ctx.permissions.has('connection:manage');
  const configurations = canManage ? LEDGERS.map(ledgerConfiguration) : [];
  const ready = configurations.filter(({ missing }) => missing.length === 0);
  const connected = [asked.connected ?? []].flat();
  const named = connections.filter(({ id, status }) => connected.includes(id) && status === 'connected');
  const connects =
    ready.length === 0 ? null : (
      <div className={styles.connects}>
        {ready.map(({ ledger }) => (
          <GoToProvider
            key={ledger}
            tenant={tenant}
            ledger={ledger}
            connectionId={null}
            label={`Connect ${LEDGER_WORDS[ledger].name}`}
          />
        ))}
      </div>
    );
  return (
    <div className={styles.page}>
      {asked.refused === 'state' ? (
        <Notice>
          <p>
            What came back belongs to no Connect that was pressed in this browser and session, or it is too old. Nothing
            was connected. Press Connect again.
          </p>
        </Notice>
      ) : null}
      {named.length === 0 ? null : (
        <Notice>
          <p>
            {named.map(({ companyName }) => companyName).join(', ')} {named.length === 1 ? 'is' : 'are'} connected. The
            first checks run now.
          </p>
        </Notice>
      )}
      <header className={styles.head}>
        <div>
          <h1 className={styles.title}>Connections</h1>
          <p className={styles.lead}>
            The companies in QuickBooks Online and Xero that Tieout reads and watches.{' '}
            <SoftLink href={`/${tenant}/why`}>Why is my sync broken?</SoftLink> ·{' '}
            <SoftLink href={`/${tenant}/connections/reviews`}>Health checks to sign</SoftLink>
          </p>
        </div>
        {connections.length === 0 ? null : connects}
      </header>
      {connections.length === 0 ? (
        <div className={styles.empty}>
          <p className={styles.subtitle}>No company is connected</p>
          <p>
            {canManage
              ? 'Connect the company whose books your sync jobs write to. Tieout then verifies what they report, and says early when something stops.'
              : 'An admin connects the company whose books the sync jobs write to. Until then only what the jobs report is known.'}
          </p>
          {connects}
        </div>
      ) : (
        <ConnectionTable
          tenant={tenant}
          connections={connections}
          canManage={canManage}
          formats={{ locale, timeZone }}
        />
      )}
      {configurations
        .filter(({ missing }) => missing.length > 0)
        .map((configuration) => (
          <SetUp key={configuration.ledger} configuration={configuration} />
        ))}
      <footer className={styles.foot}>
        <p>
          Tieout never writes to a ledger. Xero is asked for scopes to read alone. QuickBooks Online has no such scope:
          the one for accounting could write too, but Tieout’s client can only GET and query, and sends nothing else.
        </p>
        <p>
          The sync jobs’ links are other apps’ own: what is known of them is what the jobs say with{' '}
          <SoftLink href="/docs/api/reportConnection">POST /connections/report</SoftLink>, by an API key that may report
          links.
        </p>
        <p>Times are {nameOfZone(timeZone, new Date())}.</p>
      </footer>
      {connections.some(({ endsWhenClearAt }) => endsWhenClearAt !== null) ? <RefreshWhile everySeconds={2.5} /> : null}
    </div>
  );
}
