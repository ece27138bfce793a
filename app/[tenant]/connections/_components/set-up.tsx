import type { LedgerConfiguration } from '#lib/ledgers/configuration.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import styles from '../connections.module.css';

const PORTALS = { qbo: 'developer.intuit.com', xero: 'developer.xero.com' };

/** How a ledger that nobody has set up yet is made ready, with every value that has to be typed somewhere. */
export function SetUp({ configuration }: { configuration: LedgerConfiguration }) {
  const { ledger, missing, redirectUri } = configuration;
  const { name } = LEDGER_WORDS[ledger];
  return (
    <section className={styles.setUp} aria-labelledby={`set-up-${ledger}`}>
      <h2 id={`set-up-${ledger}`} className={styles.subtitle}>
        {name} is not set up
      </h2>
      <p>Whoever runs Tieout does this once; then it can be connected here.</p>
      <ol className={styles.steps}>
        <li>
          Make an app at {PORTALS[ledger]} and register this redirect URI, letter by letter:
          <code className={styles.code}>{redirectUri}</code>
        </li>
        <li>
          Set {missing.length === 1 ? 'this variable' : 'these variables'} for the web server and the worker, from the
          app’s keys:
          {missing.map((variable) => (
            <code key={variable} className={styles.code}>
              {variable}
            </code>
          ))}
        </li>
        <li>Start Tieout again.</li>
      </ol>
    </section>
  );
}
