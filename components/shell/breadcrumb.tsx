import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from './breadcrumb.module.css';

export type Crumb = { label: string; href?: string };

/** Where one is. The last crumb is the page itself; on a narrow screen it stands alone. */
export function Breadcrumb({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className={styles.crumbs}>
        {crumbs.map((crumb, place) => (
          <li
            key={crumb.label}
            className={styles.crumb}
            aria-current={place === crumbs.length - 1 ? 'page' : undefined}
          >
            {crumb.href === undefined ? crumb.label : <SoftLink href={crumb.href}>{crumb.label}</SoftLink>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
