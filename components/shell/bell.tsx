import { IconBell } from '@tabler/icons-react';
import { Suspense, use } from 'react';
import { buttonClass } from '#components/ui/button.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from './bell.module.css';

/** The way to the own notices, with how many are unread; it keeps its size whatever the number. */
export function Bell({ href, unread }: { href: string; unread: Promise<string | null> }) {
  return (
    <SoftLink
      className={`${buttonClass} ${styles.bell}`}
      data-kind="quiet"
      data-is-square="true"
      href={href}
      title="Notices"
    >
      <IconBell size={18} stroke={1.6} aria-hidden="true" />
      <span className="visually-hidden">Notices</span>
      <Suspense>
        <Unread count={unread} />
      </Suspense>
    </SoftLink>
  );
}

function Unread({ count }: { count: Promise<string | null> }) {
  const text = use(count);
  if (text === null) return null;
  return (
    <span className={styles.count}>
      <span className="visually-hidden">, </span>
      {text}
      <span className="visually-hidden"> unread</span>
    </span>
  );
}
