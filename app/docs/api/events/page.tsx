import type { Metadata } from 'next';
import { jsonText } from '#lib/http/openapi/curl.ts';
import type { Json } from '#lib/http/openapi/operation.ts';
import { schemaRows } from '#lib/http/openapi/schema-rows.ts';
import { CodeBlock } from '../_components/code-block.tsx';
import { SchemaTable } from '../_components/schema-table.tsx';
import { Words } from '../_components/words.tsx';
import { contract, schemasOf } from '../contract.ts';
import styles from '../docs.module.css';

export const metadata: Metadata = { title: 'Events' };

type Posted = {
  post: {
    summary: string;
    description: string;
    requestBody: { content: { 'application/json': { schema: Json; example: unknown } } };
  };
};

/** What Tieout posts to those who subscribed. */
export default function EventsPage() {
  const document = contract();
  const schemas = schemasOf(document);
  const events = Object.entries(document.webhooks as Record<string, Posted>);
  return (
    <article className={styles.article}>
      <h1 className={styles.title}>Events</h1>
      <p className={styles.lead}>
        What is posted to the address of a webhook, signed as <a href="/docs/api/createWebhook">POST /webhooks</a> says.
      </p>
      {events.map(([type, { post }]) => {
        const { schema, example } = post.requestBody.content['application/json'];
        return (
          <section key={type} className={styles.section} aria-labelledby={type}>
            <h2 id={type}>
              <code className={styles.eventName}>{type}</code> {post.summary}
            </h2>
            <p>
              <Words>{post.description}</Words>
            </p>
            <SchemaTable label={`Body of ${type}`} rows={schemaRows(schema, schemas)} />
            <CodeBlock label={`Example of ${type}`} text={jsonText(example)} />
          </section>
        );
      })}
    </article>
  );
}
