import { formatCount } from '#components/sync/format-money.ts';
import { Money } from '#components/sync/money.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import type { Outage, OutagePart } from '#lib/connections/connection-page-contract.ts';
import { outageRecords } from '#lib/connections/outage-records.ts';
import { KIND_LABEL, TAB_OF_KIND } from '#lib/records/kinds.ts';
import styles from './outage-list.module.css';
import { PutBackButton } from './put-back-button.tsx';

type OutageEffectProps = { ctx: Ctx; outage: Outage; locale: string };

/** What an outage did to records: what failed and what waits because of it, with money and the lists that show exactly those. */
export async function OutageEffect({ ctx, outage, locale }: OutageEffectProps) {
  const { failed, waiting } = await outageRecords(ctx, outage.id);
  const count = failed.reduce((sum, part) => sum + part.count, 0);
  if (count === 0 && waiting.length === 0) {
    return (
      <span className={styles.quiet}>
        {outage.matter === 'own_link'
          ? 'None is failed for it. A sync job has its own link, so it may have gone on meanwhile.'
          : 'None is failed, or waits, because of it.'}
      </span>
    );
  }
  const parts = (list: readonly OutagePart[], status: 'failed' | 'pending') => (
    <ul className={styles.parts}>
      {list.map((part) => (
        <li key={part.kind}>
          <SoftLink
            href={`/${ctx.tenant.slug}/history/${TAB_OF_KIND[part.kind]}?status=${status}&from=any&outage=${outage.id}`}
          >
            {formatCount(part.count, locale)}{' '}
            {(part.count === 1 ? KIND_LABEL[part.kind].one : KIND_LABEL[part.kind].many).toLowerCase()}
          </SoftLink>
          {part.amounts.map(({ currency, amount }) => (
            <span key={currency ?? 'none'}>
              {' '}
              {currency === null ? 'no amount' : <Money amount={amount} currency={currency} locale={locale} />}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
  return (
    <div className={styles.effect}>
      {count === 0 ? null : (
        <div>
          <span className={styles.failed}>Failed because of it</span>
          {parts(failed, 'failed')}
        </div>
      )}
      {waiting.length === 0 ? null : (
        <div>
          <span className={styles.waiting}>Pending since before its end</span>
          {parts(waiting, 'pending')}
        </div>
      )}
      {count === 0 || !ctx.permissions.has('record:update_status') ? null : outage.endedAt === null ? (
        <p className={styles.quiet}>Once it is over, what failed can be put back to Pending here.</p>
      ) : (
        <PutBackButton outageId={outage.id} label={`Put these ${formatCount(count, locale)} back to Pending`} />
      )}
    </div>
  );
}
