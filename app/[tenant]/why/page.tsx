import type { Metadata } from 'next';
import { DateTime } from '#components/sync/date-time.tsx';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { listConnectionNames } from '#lib/connections/list-connection-names.ts';
import { isId } from '#lib/core/ids.ts';
import { listGuidedRuns } from '#lib/guidance/list-guided-runs.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { BeginForm } from './_components/begin-form.tsx';
import styles from './why.module.css';

type WhyPageProps = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata: Metadata = { title: 'Why is my sync broken?' };

/** Where a guided run begins: about the business, a connection or one record; and those before. */
export default async function WhyPage({ params, searchParams }: WhyPageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const one = (name: string) => (typeof raw[name] === 'string' && isId(raw[name]) ? raw[name] : null);
  const [connectionId, recordId] = [one('connection'), one('record')];
  const query = new URLSearchParams({
    ...(connectionId === null ? {} : { connection: connectionId }),
    ...(recordId === null ? {} : { record: recordId }),
  });
  const ctx = await pageContext(tenant, 'connection:read', `/${tenant}/why${query.size === 0 ? '' : `?${query}`}`);
  const [runs, connections] = await Promise.all([listGuidedRuns(ctx), listConnectionNames(ctx)]);
  const { locale, timeZone } = ctx.tenant;
  const formats = { locale, timeZone };
  const asked = connections.find(({ id }) => id === connectionId);
  const canBegin = ctx.permissions.has('connection:check');
  const choices =
    recordId !== null || asked !== undefined || connections.length < 2
      ? [
          {
            id: asked?.id ?? null,
            label: recordId !== null ? 'Go through everything for this record' : 'Go through everything',
          },
        ]
      : [
          ...connections.map(({ id, name }) => ({
            id: id as string | null,
            label: `Go through everything for ${name}`,
          })),
          { id: null, label: 'Go through the whole business' },
        ];
  return (
    <div className={styles.page}>
      <header className={styles.section}>
        <h1 className={styles.title}>Why is my sync broken?</h1>
        <p className={styles.lead}>
          Tieout goes through the whole checklist: the connection, permissions, settings, plan, limits, accounts and
          codes, contacts, closed periods, the state in the source, numbers used twice, and amounts. What failed lately
          decides where it begins. Nothing is changed by it, in the ledger or here.
        </p>
        {recordId === null ? null : (
          <p>
            About one record: <SoftLink href={`/${tenant}/records/${recordId}`}>see it</SoftLink>.
          </p>
        )}
        {asked === undefined ? null : (
          <p>
            About <SoftLink href={`/${tenant}/connections/${asked.id}`}>{asked.name}</SoftLink>.
          </p>
        )}
        {canBegin ? (
          <div className={styles.choices}>
            {choices.map(({ id, label }) => (
              <BeginForm key={id ?? 'all'} tenant={tenant} connectionId={id} recordId={recordId} label={label} />
            ))}
          </div>
        ) : (
          <p>Your role lets you read what was found, and not begin a run.</p>
        )}
      </header>
      <section className={styles.section} aria-labelledby="before">
        <div className={styles.head}>
          <h2 id="before" className={styles.subtitle}>
            Runs before
          </h2>
          <span className={styles.quiet}>Times are {nameOfZone(timeZone, new Date())}</span>
        </div>
        {runs.length === 0 ? <p className={styles.empty}>There was none yet.</p> : null}
        <ul className={styles.runs}>
          {runs.map((run) => (
            <li key={run.id}>
              <SoftLink href={`/${tenant}/why/${run.id}`}>
                {run.recordNumber === null
                  ? (run.connectionName ?? 'The whole business')
                  : `Record ${run.recordNumber}`}
              </SoftLink>
              <span>
                {run.broken} broken, {run.warnings} to look at
              </span>
              <span className={styles.quiet}>
                {run.requestedBy}, <DateTime instant={run.requestedAt} formats={formats} />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
