import { formatCount } from '#components/sync/format-money.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { AUDIT_PAGE_SIZES, type AuditPage } from '#lib/audit/list-contract.ts';
import { type AuditState, auditQuery, withChange } from '../audit-address.ts';
import styles from './audit-pager.module.css';

type AuditPagerProps = { path: string; state: AuditState; page: AuditPage; locale: string };

/** Which events these are, counted from the newest, and the way to newer and older ones. */
export function AuditPager({ path, state, page, locale }: AuditPagerProps) {
  const hrefOf = (cursor: string | null) => (cursor === null ? null : path + auditQuery({ ...state, cursor }));
  const { position, events } = page;
  return (
    <nav className={styles.pager} aria-label="Pages">
      <Step label="Newer events" href={hrefOf(page.previousCursor)} isBack />
      <Step label="Older events" href={hrefOf(page.nextCursor)} />
      <p className={styles.count}>
        {events.length === 0
          ? 'None'
          : `${formatCount(position + 1, locale)}–${formatCount(position + events.length, locale)}`}
        {page.nextCursor === null && events.length > 0 ? `, the oldest` : null}
      </p>
      <p className={styles.sizes}>
        <span className={styles.label}>Rows</span>
        {AUDIT_PAGE_SIZES.map((size) => (
          <SoftLink
            key={size}
            className={styles.size}
            href={path + auditQuery(withChange(state, { size }))}
            aria-label={`${size} rows a page`}
            aria-current={size === state.size ? 'true' : undefined}
          >
            {size}
          </SoftLink>
        ))}
      </p>
    </nav>
  );
}

function Step({ label, href, isBack = false }: { label: string; href: string | null; isBack?: boolean }) {
  if (href === null) {
    return (
      <Button className={styles.step} isSquare disabled data-is-back={isBack} aria-label={label}>
        <Icon name="open" />
      </Button>
    );
  }
  return (
    <SoftLink
      className={`${buttonClass} ${styles.step}`}
      data-kind="normal"
      data-is-square="true"
      data-is-back={isBack}
      href={href}
      rel={isBack ? 'prev' : 'next'}
      aria-label={label}
      title={label}
    >
      <Icon name="open" />
    </SoftLink>
  );
}
