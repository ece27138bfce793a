import { formatCount } from '#components/sync/format-money.ts';
import { formatDayRange, formatInstant, nameOfZone } from '#components/sync/format-time.ts';
import { FilterChips } from '#components/ui/filter-chips.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { Ctx } from '#lib/access/context.ts';
import type { AuditActor, AuditPage } from '#lib/audit/list-contract.ts';
import type { Checkpoint } from '#lib/audit/seal-format.ts';
import { type AuditState, auditQuery, DEFAULT_STATE, setFilters } from '../audit-address.ts';
import { AuditExport } from './audit-export.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditList } from './audit-list.tsx';
import { AuditPager } from './audit-pager.tsx';
import styles from './audit-screen.module.css';

type AuditScreenProps = {
  ctx: Ctx;
  state: AuditState;
  page: AuditPage;
  actors: AuditActor[];
  checkpoint: Checkpoint | null;
  notices: string[];
  now: Date;
};

/** The whole screen: what to look at, the events, and how far they are sealed. */
export function AuditScreen({ ctx, state, page, actors, checkpoint, notices, now }: AuditScreenProps) {
  const { slug, locale, timeZone } = ctx.tenant;
  const path = `/${slug}/audit`;
  const filters = setFilters(state, actors, (days) => formatDayRange(days, locale));
  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">Audit log</h1>
      {notices.map((notice) => (
        <Notice key={notice}>{notice}</Notice>
      ))}
      <div className={styles.toolbar}>
        {/* The controls keep what is typed, so another address needs new ones. */}
        <AuditFilters key={auditQuery({ ...state, cursor: null })} path={path} state={state} actors={actors} />
        {ctx.permissions.has('audit:export') ? (
          <AuditExport
            path={`${path}/export`}
            query={auditQuery({ ...state, cursor: null, size: DEFAULT_STATE.size })}
          />
        ) : null}
      </div>
      <FilterChips
        filters={filters.map(({ id, label, without }) => ({ id, label, liftHref: path + auditQuery(without) }))}
        clearHref={filters.length > 1 ? path : null}
      />
      <section className={styles.rows} aria-label="Events" tabIndex={-1}>
        {page.events.length > 0 ? (
          <AuditList tenant={slug} events={page.events} formats={{ locale, timeZone }} />
        ) : (
          <div className={styles.empty}>
            <h2>{filters.length > 0 ? 'No event matches these filters' : 'Nothing has happened yet'}</h2>
            {filters.length > 0 ? (
              <p>
                <SoftLink href={path}>Show every event</SoftLink>
              </p>
            ) : (
              <p>Everything that people, keys and jobs do here is written down from now on.</p>
            )}
          </div>
        )}
      </section>
      <footer className={styles.foot}>
        <AuditPager path={path} state={state} page={page} locale={locale} />
        <p className={styles.standing}>
          {standingWords(checkpoint, (at) => formatInstant(at, timeZone, locale), locale)}
          {' · '}
          Times are {nameOfZone(timeZone, now)}
        </p>
      </footer>
    </div>
  );
}

function standingWords(checkpoint: Checkpoint | null, at: (instant: string) => string, locale: string): string {
  if (checkpoint === null) return 'Not sealed yet';
  const { signedAt, eventTotal, keyId } = checkpoint;
  const sealed = `${formatCount(eventTotal, locale)} events sealed ${at(signedAt)}`;
  return keyId === null ? `${sealed}, not signed: AUDIT_SIGNING_KEY is not set` : `${sealed}, signed by key ${keyId}`;
}
