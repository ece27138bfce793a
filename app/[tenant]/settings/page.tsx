import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listSourceStatuses } from '#lib/sources/list-source-statuses.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { getTenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import { SettingSwitch } from './_components/setting-switch.tsx';
import { StatusMeanings } from './_components/status-meanings.tsx';
import { SyncSchedule } from './_components/sync-schedule.tsx';
import { setBulkCompleteForAdmins, setPendingWhenChanged } from './actions.ts';
import styles from './settings.module.css';

export const metadata: Metadata = { title: 'Settings' };

/** What holds for the whole tenant, and for each source of it. */
export default async function SettingsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'settings:manage', `/${tenant}/settings`);
  const [sources, settings, seen] = await Promise.all([
    listSources(ctx),
    getTenantSettings(ctx),
    listSourceStatuses(ctx),
  ]);
  const { name, slug, timeZone, locale, currency } = ctx.tenant;
  return (
    <>
      <section className={styles.section} aria-labelledby="general-title">
        <h1 id="general-title" className={styles.title}>
          {name}
        </h1>
        <dl className={styles.facts}>
          <dt>Address</dt>
          <dd>/{slug}</dd>
          <dt>Time zone</dt>
          <dd>
            {timeZone} <span className={styles.nothing}>({nameOfZone(timeZone, new Date())})</span>
          </dd>
          <dt>Numbers and dates</dt>
          <dd>
            {new Intl.DisplayNames(['en'], { type: 'language' }).of(locale)}{' '}
            <span className={styles.nothing}>({locale})</span>
          </dd>
          <dt>Currency</dt>
          <dd>
            {new Intl.DisplayNames(['en'], { type: 'currency' }).of(currency)}{' '}
            <span className={styles.nothing}>({currency})</span>
          </dd>
        </dl>
        <p className={styles.lead}>Whoever runs this Tieout sets these.</p>
      </section>

      <section className={styles.section} aria-labelledby="rules-title">
        <h2 id="rules-title" className={styles.subtitle}>
          Rules
        </h2>
        <SettingSwitch
          label="Only admins may set Complete in bulk"
          hint="Members with Accounting Sync can then set single records to Complete, and any number to Pending or Failed."
          isOn={settings.isBulkCompleteForAdmins}
          doneOn="Only admins can set Complete in bulk from now on."
          doneOff="Members with Accounting Sync can set Complete in bulk from now on."
          set={setBulkCompleteForAdmins.bind(null, tenant)}
        />
      </section>

      <section className={styles.section} aria-labelledby="sources-title">
        <h2 id="sources-title" className={styles.subtitle}>
          Sources
        </h2>
        <p className={styles.lead}>
          Where documents are made and reported from. A new one is made together with its first API key.
        </p>
        {sources.map((source) => (
          <section key={source.id} className={styles.source} aria-label={source.name}>
            <h3 className={styles.name}>
              {source.name} <span className={styles.nothing}>{source.slug}</span>
            </h3>
            <SettingSwitch
              label="Put a complete record back to Pending when its document changes"
              hint="Then the next sync job takes it up again. Otherwise it stays Complete and is shown as changed since sync."
              isOn={source.settings.pendingWhenChanged}
              doneOn={`Complete records of ${source.name} go back to Pending when their documents change.`}
              doneOff={`Complete records of ${source.name} stay Complete when their documents change.`}
              set={setPendingWhenChanged.bind(null, tenant, source.slug)}
            />
            <SyncSchedule tenant={tenant} timeZone={timeZone} source={source} />
            <StatusMeanings tenant={tenant} source={source} seen={seen} />
          </section>
        ))}
      </section>
    </>
  );
}
