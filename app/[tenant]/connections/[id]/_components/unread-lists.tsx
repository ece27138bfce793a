import { RefreshWhile } from '#components/live/refresh-while.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { LIST_WORDS, type ListType } from '#lib/ledger-lists/list-contract.ts';
import styles from '../lists.module.css';

/** Says that lists must be read before anything can be compared with them, and shows the page anew once they are. */
export function UnreadLists({ path, unread }: { path: string; unread: readonly ListType[] }) {
  return (
    <p className={styles.empty}>
      Not compared: {unread.map((type) => LIST_WORDS[type].many.toLowerCase()).join(', ')} have not been read from
      beginning to end yet.{' '}
      <SoftLink href={`${path}/lists?type=${LIST_WORDS[unread[0] ?? 'account'].slug}`}>Lists</SoftLink> says how far
      they are.
      <RefreshWhile everySeconds={3} />
    </p>
  );
}
