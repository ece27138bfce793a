import { Button, buttonClass } from '#components/ui/button.tsx';
import type { Person } from '#lib/access/find-person.ts';
import type { Membership } from '#lib/access/list-memberships.ts';
import { homePathOf } from '#lib/http/home-path.ts';
import { switchAccount } from '../actions.ts';
import styles from '../sign-in.module.css';

type SignedInProps = {
  person: Person;
  memberships: readonly Membership[];
  next: string | null;
  isRefused: boolean;
};

/** Whom the browser is signed in as, and the ways on: the page again, another business, another account. */
export function SignedIn({ person, memberships, next, isRefused }: SignedInProps) {
  const others = memberships.filter(({ slug }) => next !== `/${slug}` && !next?.startsWith(`/${slug}/`));
  return (
    <div className={styles.form}>
      {!isRefused && (
        <p className={styles.person}>
          {person.name} <span className={styles.address}>{person.email}</span>
        </p>
      )}
      <form action={switchAccount}>
        <input type="hidden" name="next" value={next ?? ''} />
        <Button type="submit" kind={isRefused ? 'primary' : 'normal'} className={styles.wide}>
          Use another account
        </Button>
      </form>
      {(next !== null || !isRefused) && (
        // A whole new visit, since what is asked for may answer differently by now.
        <a href={next ?? '/'} className={`${buttonClass} ${styles.wide}`} data-kind={isRefused ? 'normal' : 'primary'}>
          {isRefused ? 'Try again' : 'Continue'}
        </a>
      )}
      {isRefused && others.length > 0 && (
        <ul className={styles.others} aria-label="Your businesses">
          {others.map((membership) => (
            <li key={membership.slug}>
              <a href={homePathOf(membership)}>Open {membership.name}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
