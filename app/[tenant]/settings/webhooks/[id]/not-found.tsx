import styles from '../../settings.module.css';

/** The same for a webhook that never was, one that was removed, and one of another business. */
export default function WebhookNotFound() {
  return (
    <section className={styles.section}>
      <h1 className={styles.title}>This webhook is not here</h1>
      <p>It was removed, or no webhook of this business has this address. An event is kept for 30 days.</p>
    </section>
  );
}
