import styles from './error-screen.module.css';

/** There is nothing at this address, or nothing that one may see: the two can't be told apart. */
export function NotFoundScreen({ homeHref }: { homeHref: string }) {
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>There is no such page</h1>
      <p>The address may be mistyped, or what it showed is not yours to see.</p>
      <p>
        <a href={homeHref}>Go to your sync history</a>
      </p>
    </div>
  );
}
