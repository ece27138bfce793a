import type { Metadata } from 'next';
import { mailSettings } from '#lib/env.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { listOwnRules } from '#lib/notices/list-rules.ts';
import { RuleList } from '../../_components/notice-rules/rule-list.tsx';
import styles from '../_components/notices.module.css';
import { chooseOwnRule } from '../actions.ts';

export const metadata: Metadata = { title: 'What you are told' };

/** What one is told, and how: as everybody, or as one chooses. */
export default async function OwnRulesPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const ctx = await pageContext(tenant, 'notice:read', `/${tenant}/notices/yours`);
  const rules = await listOwnRules(ctx);
  return (
    <section className={styles.section} aria-labelledby="yours-title">
      <h1 id="yours-title" className={styles.title}>
        What you are told
      </h1>
      <p className={styles.lead}>
        You are told once of each problem, once when it changes, and once when it is over. What you choose here is yours
        alone. {mailSettings() === null ? 'No e-mail is sent at present: no mail server is set.' : null}
      </p>
      <RuleList
        rules={rules.map(({ event, own, everybody }) => ({
          event,
          rule: own ?? everybody,
          everybody,
          isOwn: own !== null,
        }))}
        channels={[]}
        isPersonal
        locale={ctx.tenant.locale}
        choose={chooseOwnRule.bind(null, tenant)}
      />
    </section>
  );
}
