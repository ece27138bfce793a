import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { listFeeds } from '#lib/calendar/list-feeds.ts';
import { mailSettings } from '#lib/env.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listChannels } from '#lib/notices/list-channels.ts';
import { listRules } from '#lib/notices/list-rules.ts';
import { getTenantSettings } from '#lib/tenants/get-tenant-settings.ts';
import { RuleList } from '../../_components/notice-rules/rule-list.tsx';
import styles from '../settings.module.css';
import { CalendarFeeds } from './_components/calendar-feeds.tsx';
import { Channels } from './_components/channels.tsx';
import { MailMissing } from './_components/mail-missing.tsx';
import { ReviewPeriodChoice } from './_components/review-period-choice.tsx';
import { chooseRule } from './actions.ts';

export const metadata: Metadata = { title: 'Notices' };

/** What everybody is told, where, and how often the business's health is reviewed. */
export default async function NoticeSettingsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'notice:manage', `/${tenant}/settings/notices`);
  const [rules, channels, feeds, settings] = await Promise.all([
    listRules(ctx),
    listChannels(ctx),
    listFeeds(ctx),
    getTenantSettings(ctx),
  ]);
  const { locale, timeZone, name } = ctx.tenant;
  const formats = { locale, timeZone };
  return (
    <>
      <section className={styles.section} aria-labelledby="rules-title">
        <h1 id="rules-title" className={styles.title}>
          Notices of {name}
        </h1>
        <p className={styles.lead}>
          Each problem is told once, once more when it changes, and once when it is over. This holds for everybody;
          whoever wants it otherwise chooses so under{' '}
          <SoftLink href={`/${tenant}/notices/yours`}>What you are told</SoftLink>.
        </p>
        {mailSettings() === null ? <MailMissing /> : null}
        <RuleList
          rules={rules.map((rule) => ({ event: rule.event, rule, everybody: rule, isOwn: false }))}
          channels={channels}
          isPersonal={false}
          locale={locale}
          choose={chooseRule.bind(null, tenant)}
        />
      </section>
      <Channels tenant={tenant} channels={channels} formats={formats} />
      <section className={styles.section} aria-labelledby="review-title">
        <h2 id="review-title" className={styles.subtitle}>
          Health check
        </h2>
        <p className={styles.lead}>
          Tieout runs every check by itself on the first day of the period, and asks for a signature under{' '}
          <SoftLink href={`/${tenant}/connections/reviews`}>Health checks</SoftLink>.
        </p>
        <ReviewPeriodChoice tenant={tenant} period={settings.reviewEvery} />
      </section>
      <CalendarFeeds tenant={tenant} feeds={feeds} formats={formats} />
      <p className={styles.zone}>Times are {nameOfZone(timeZone, new Date())}.</p>
    </>
  );
}
