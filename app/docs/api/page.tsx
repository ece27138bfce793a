import { headers } from 'next/headers';
import Link from 'next/link';
import { INTRODUCTION } from '#lib/http/openapi/document.ts';
import { PROBLEMS } from '#lib/http/openapi/problems.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';
import { CodeBlock } from './_components/code-block.tsx';
import { Words } from './_components/words.tsx';
import { callHref, groupedCalls } from './contract.ts';
import styles from './docs.module.css';

/** What holds for every call, and the way to each. */
export default async function IntroductionPage() {
  const base = `${requestOrigin(await headers())}/api/v1`;
  return (
    <article className={styles.article}>
      <h1 className={styles.title}>The Tieout API</h1>
      <p className={styles.lead}>Report what sync jobs carried to the ledger, and read it back.</p>
      {INTRODUCTION.map((paragraph) => (
        <p key={paragraph}>
          <Words>{paragraph}</Words>
        </p>
      ))}

      <section className={styles.section} aria-labelledby="first-call">
        <h2 id="first-call">A first call</h2>
        <p>
          Make an API key under Settings, API keys. It acts for one source and may do what its scopes say; each call
          below names the scope it needs.
        </p>
        <CodeBlock
          label="Five records"
          text={`curl "${base}/records?limit=5" \\\n  -H "Authorization: Bearer $TIEOUT_API_KEY"`}
        />
      </section>

      <section className={styles.section} aria-labelledby="calls">
        <h2 id="calls">Calls</h2>
        {groupedCalls().map(({ name, description, calls }) => (
          <section key={name} className={styles.group} aria-label={name}>
            <h3>{name}</h3>
            <p className={styles.soft}>{description}</p>
            <ul className={styles.list}>
              {calls.map((call) => (
                <li key={call.id}>
                  <Link href={callHref(call)} prefetch={false}>
                    <span className={styles.method} data-method={call.method}>
                      {call.method.toUpperCase()}
                    </span>
                    <code>{call.path}</code>
                  </Link>
                  <span>{call.summary}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>

      <section className={styles.section} aria-labelledby="errors">
        <h2 id="errors">Errors</h2>
        <table className={styles.fields} aria-label="Errors">
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(PROBLEMS).map(([status, { description, example }]) => (
              <tr key={status}>
                <th scope="row">
                  <code>{status}</code>
                </th>
                <td>
                  {example.code === undefined ? null : <span className={styles.type}>{example.code}</span>}
                  <span className={styles.about}>
                    <Words>{description}</Words>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>

      <section className={styles.section} aria-labelledby="limits">
        <h2 id="limits">Limits</h2>
        <p>
          Every answer says how many calls the key has left: <code className={styles.word}>RateLimit</code> with{' '}
          <code className={styles.word}>r</code> calls left and <code className={styles.word}>t</code> seconds until it
          has all again, and <code className={styles.word}>RateLimit-Policy</code> with the quota{' '}
          <code className={styles.word}>q</code> and its window <code className={styles.word}>w</code> in seconds. A
          call too many is answered 429 with <code className={styles.word}>Retry-After</code>.
        </p>
      </section>
    </article>
  );
}
