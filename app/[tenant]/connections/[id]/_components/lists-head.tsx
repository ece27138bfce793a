import type { ReactNode } from 'react';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { ListOwner } from '#lib/ledger-lists/list-contract.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import styles from '../lists.module.css';

const SCREENS = [
  { slug: 'lists', words: 'Lists' },
  { slug: 'names', words: 'Names and contacts' },
  { slug: 'charts', words: 'Charts compared' },
] as const;

type ListsHeadProps = {
  path: string;
  owner: ListOwner;
  current: (typeof SCREENS)[number]['slug'];
  zone: string;
  children: ReactNode;
};

/** Whose lists these are, the way back to the connection, and what its lists are used for. */
export function ListsHead({ path, owner, current, zone, children }: ListsHeadProps) {
  const title = SCREENS.find(({ slug }) => slug === current)?.words;
  return (
    <header className={styles.section}>
      <div className={styles.top}>
        <nav className={styles.choices} aria-label="Where this is">
          <SoftLink href={path}>{owner.companyName}</SoftLink>
          {SCREENS.map(({ slug, words }) => (
            <SoftLink key={slug} href={`${path}/${slug}`} aria-current={slug === current ? 'page' : undefined}>
              {words}
            </SoftLink>
          ))}
        </nav>
        <span className={styles.quiet}>Times are {zone}</span>
      </div>
      <h1 className={styles.title}>
        {title} of {owner.companyName}
      </h1>
      <p className={styles.lead}>
        {children}
        {owner.isConnected
          ? null
          : ` ${LEDGER_WORDS[owner.ledger].name} is not connected, so that what is shown is how it was when it was last read.`}
      </p>
    </header>
  );
}
