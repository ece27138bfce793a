'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from '../docs.module.css';

type CallNavigationProps = {
  groups: { name: string; calls: { href: string; method: string; label: string }[] }[];
};

const GENERAL = [
  { href: '/docs/api', label: 'Introduction' },
  { href: '/docs/api/events', label: 'Events' },
];

/** Every call under its heading. */
export function CallNavigation({ groups }: CallNavigationProps) {
  const path = usePathname();
  return (
    <ul className={styles.groups}>
      <li>
        <ul>
          {GENERAL.map(({ href, label }) => (
            <li key={href}>
              <Link
                className={styles.entry}
                href={href}
                prefetch={false}
                aria-current={path === href ? 'page' : undefined}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </li>
      {groups.map(({ name, calls }) => (
        <li key={name}>
          <p className={styles.groupName}>{name}</p>
          <ul>
            {calls.map(({ href, method, label }) => (
              <li key={href}>
                <Link
                  className={styles.entry}
                  href={href}
                  prefetch={false}
                  aria-current={path === href ? 'page' : undefined}
                >
                  <span className={styles.method} data-method={method}>
                    {method.toUpperCase()}
                  </span>
                  <span className={styles.entryPath}>{label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
