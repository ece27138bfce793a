import { type ReactNode, Suspense } from 'react';
import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from './side-navigation.module.css';

export type NavigationItem = { label: string; href: string; isCurrent: boolean; badge?: ReactNode; keywords?: string };
export type NavigationGroup = { label: string | null; items: NavigationItem[] };

/** The screens, in groups. Only screens that exist stand here. */
export function SideNavigation({ groups, onPick }: { groups: NavigationGroup[]; onPick?: () => void }) {
  return (
    <nav aria-label="Screens" className={styles.nav}>
      {groups.map((group) => (
        <div key={group.label ?? 'top'}>
          {group.label === null ? null : <p className={styles.group}>{group.label}</p>}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <SoftLink
                  href={item.href}
                  className={styles.item}
                  aria-current={item.isCurrent ? 'page' : undefined}
                  onClick={onPick}
                >
                  {item.label}
                  {item.badge === undefined ? null : <Suspense>{item.badge}</Suspense>}
                </SoftLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
