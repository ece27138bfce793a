import { formatCount } from '#components/sync/format-money.ts';
import { Pager } from '#components/ui/pager.tsx';
import { AUDIT_PAGE_SIZES, type AuditPage } from '#lib/audit/list-contract.ts';
import { type AuditState, auditQuery, withChange } from '../audit-address.ts';

type AuditPagerProps = { path: string; state: AuditState; page: AuditPage; locale: string };

/** Which events these are, counted from the newest, and the way to newer and older ones. */
export function AuditPager({ path, state, page, locale }: AuditPagerProps) {
  const hrefOf = (cursor: string | null) => (cursor === null ? null : path + auditQuery({ ...state, cursor }));
  const { position, events } = page;
  const first = formatCount(position + 1, locale);
  const last = formatCount(position + events.length, locale);
  return (
    <Pager
      previous={{ label: 'Newer events', href: hrefOf(page.previousCursor) }}
      next={{ label: 'Older events', href: hrefOf(page.nextCursor) }}
      sizes={AUDIT_PAGE_SIZES.map((size) => ({
        size,
        href: path + auditQuery(withChange(state, { size })),
        isCurrent: size === state.size,
      }))}
    >
      {events.length === 0 ? 'None' : `${first}–${last}`}
      {page.nextCursor === null && events.length > 0 ? ', the oldest' : null}
    </Pager>
  );
}
