import { CATALOGUE, CATALOGUE_GROUPS, catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import { CAUSE_LABEL } from '#lib/causes/cause-words.ts';
import styles from './errors.module.css';

/** Every cause of a failed sync, and the way to what can be done about it. */
export default function ErrorsPage() {
  return (
    <>
      <h1 className={styles.title}>Why a sync failed, and what to do</h1>
      <p className={styles.lead}>
        QuickBooks Online and Xero refuse documents in hundreds of sentences. They come down to these causes.
      </p>
      {CATALOGUE_GROUPS.map(({ title, causes }) => (
        <section key={title} className={styles.section} aria-label={title}>
          <h2>{title}</h2>
          <ul className={styles.list}>
            {causes.map((cause) => (
              <li key={cause}>
                <a href={catalogueHref(cause)}>{CAUSE_LABEL[cause]}</a>
                <p>{CATALOGUE[cause].meaning}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
