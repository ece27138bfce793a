import styles from '#components/ui/error-screen.module.css';

export default function NotFound() {
  return (
    <main className={styles.screen}>
      <h1 className={styles.title}>There is no such page</h1>
      <p>The address may be mistyped, or what it showed is not yours to see.</p>
      <p>
        <a href="/">Go to your sync history</a>
      </p>
    </main>
  );
}
