import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from './hooks.module.css';

/** What to do with a new address, step by step. */
export function HowTo({ mappingHref }: { mappingHref: string }) {
  return (
    <section className={styles.howTo} aria-label="What to do next">
      <div>
        <h3>In Zapier</h3>
        <ol>
          <li>Add the action “Webhooks by Zapier”, and choose POST.</li>
          <li>Paste the address as the URL, and choose JSON or Form.</li>
          <li>
            Add the fields that you have, such as <code>status</code>, <code>invoice_number</code>, <code>message</code>
            .
          </li>
        </ol>
      </div>
      <div>
        <h3>In Make</h3>
        <ol>
          <li>Add the module “HTTP: Make a request”, with the method POST.</li>
          <li>Paste the address as the URL, and choose JSON as the body type.</li>
          <li>Add it once after the step that writes to the ledger, and once to its error handler.</li>
        </ol>
      </div>
      <p>
        Then send one test, and look at it under <SoftLink href={mappingHref}>its mapping</SoftLink>: it shows what is
        read of it, and what is still missing.
      </p>
    </section>
  );
}
