import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache, Suspense } from 'react';
import { CheckState } from '#components/checks/check-state.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import { getConnection } from '#lib/connections/get-connection.ts';
import { listConnectionEvents } from '#lib/connections/list-connection-events.ts';
import { listOutages } from '#lib/connections/list-outages.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { ConnectionActs } from '../_components/connection-acts.tsx';
import { actedOf } from '../acted-connection.ts';
import { CheckHistory } from './_components/check-history.tsx';
import { ChecksNow } from './_components/checks-now.tsx';
import { CompanyFactsList } from './_components/company-facts.tsx';
import { OutageBars } from './_components/outage-bars.tsx';
import { OutageList } from './_components/outage-list.tsx';
import { TimeLine } from './_components/time-line.tsx';
import styles from './connection.module.css';
import { type ConnectionParams, parseConnectionParams } from './connection-params.ts';
import { stateNow } from './connection-words.ts';

type ConnectionPageProps = {
  params: Promise<{ tenant: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const EVENTS = 30;
const DAY_MS = 86_400_000;

export async function generateMetadata({ params }: ConnectionPageProps): Promise<Metadata> {
  const { tenant, id } = await params;
  const { connection } = await loadConnection(tenant, id);
  return { title: connection === null ? 'Not found' : connection.companyName };
}

/** One connection: how it is now, what its checks found, its outages and what they did, and all that happened to it. */
export default async function ConnectionPage({ params, searchParams }: ConnectionPageProps) {
  const [{ tenant, id }, raw] = await Promise.all([params, searchParams]);
  const { ctx, connection } = await loadConnection(tenant, id);
  if (connection === null) notFound();

  const asked = parseConnectionParams(raw);
  const now = new Date();
  const [{ events, notice }, outages] = await Promise.all([
    readEvents(ctx, id, asked),
    listOutages(ctx, id, new Date(now.getTime() - asked.days * DAY_MS)),
  ]);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const path = `/${tenant}/connections/${id}`;
  const { sentence, tone } = stateNow(connection, now, formats);
  const { name, company } = LEDGER_WORDS[connection.ledger];
  return (
    <div className={styles.page}>
      <header className={styles.section}>
        <nav className={styles.top} aria-label="Where this is">
          <SoftLink href={`/${tenant}/connections`}>All connections</SoftLink>
          <span className={styles.quiet}>Times are {nameOfZone(timeZone, now)}</span>
        </nav>
        <h1 className={styles.title}>{connection.companyName}</h1>
        <p className={styles.quiet}>
          {name}, {company} {connection.companyId}
          {connection.environment === 'production' ? null : ` · ${ENVIRONMENT[connection.environment]}`}
        </p>
        <p className={styles.now} data-state={tone}>
          <CheckState state={tone} />
          <span>{sentence}</span>
        </p>
        <p className={styles.ways}>
          <SoftLink href={`/${tenant}/why?connection=${id}`}>Why is my sync broken?</SoftLink>
          <SoftLink href={`${path}/lists`}>Lists</SoftLink>
          <SoftLink href={`${path}/names`}>Names and contacts</SoftLink>
          <SoftLink href={`${path}/charts`}>Charts compared</SoftLink>
        </p>
        {ctx.permissions.has('connection:manage') ? (
          <ConnectionActs tenant={tenant} connection={actedOf(connection)} formats={formats} isWhole />
        ) : null}
      </header>
      {notice === null ? null : (
        <Notice>
          <p>{notice}</p>
        </Notice>
      )}
      <ChecksNow
        tenant={tenant}
        connectionId={id}
        results={connection.results}
        openRunId={connection.openRunId}
        nextAt={earliest(connection.nextLightAt, connection.nextFullAt)}
        canCheck={ctx.permissions.has('connection:check')}
        formats={formats}
      />
      {asked.check === null ? null : (
        <Suspense key={`${asked.check} ${asked.subject} ${asked.checkBefore}`}>
          <CheckHistory ctx={ctx} connectionId={id} path={path} asked={asked} formats={formats} />
        </Suspense>
      )}
      <section className={styles.section} aria-labelledby="outages" id="outages-part">
        <div className={styles.head}>
          <h2 id="outages" className={styles.subtitle}>
            Outages
          </h2>
          <nav className={styles.choices} aria-label="How far back">
            {[30, 90].map((days) => (
              <SoftLink
                key={days}
                href={days === 30 ? path : `${path}?days=${days}`}
                aria-current={asked.days === days ? 'true' : undefined}
                replace
              >
                {days} days
              </SoftLink>
            ))}
          </nav>
        </div>
        <OutageBars outages={outages} days={asked.days} now={now} formats={formats} />
        {outages.length === 0 || connection.isOnly ? null : (
          <p className={styles.quiet}>
            There are several connections, so records that name none are counted for no outage: whose they are can’t be
            told.
          </p>
        )}
        <OutageList ctx={ctx} outages={outages} now={now} formats={formats} />
      </section>
      <CompanyFactsList facts={connection.company} formats={formats} />
      <TimeLine page={events} tenant={tenant} path={path} isFirst={asked.cursor === null} formats={formats} />
    </div>
  );
}

const ENVIRONMENT = { sandbox: 'Sandbox', demo: 'Demo ledger, not a real one' };

function earliest(...instants: (string | null)[]): string | null {
  return instants.filter((instant) => instant !== null).toSorted()[0] ?? null;
}

/** A place in the time line that is not known any more is its beginning. */
async function readEvents(ctx: Ctx, id: string, { cursor }: ConnectionParams) {
  try {
    return { events: await listConnectionEvents(ctx, id, { cursor, limit: EVENTS }), notice: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    const events = await listConnectionEvents(ctx, id, { cursor: null, limit: EVENTS });
    return { events, notice: 'The place in the time line is not known any more, so its beginning is shown.' };
  }
}

// The title and the page need the same connection: it is read once a request.
const loadConnection = cache(async (tenant: string, id: string) => {
  const ctx = await pageContext(tenant, 'connection:read', `/${tenant}/connections/${encodeURIComponent(id)}`);
  try {
    return { ctx, connection: await getConnection(ctx, id) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { ctx, connection: null };
    throw error;
  }
});
