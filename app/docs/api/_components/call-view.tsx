import type { ApiCall } from '#lib/http/openapi/api-call.ts';
import { curlOf, jsonText } from '#lib/http/openapi/curl.ts';
import type { Json } from '#lib/http/openapi/operation.ts';
import { PROBLEMS, problemStatuses } from '#lib/http/openapi/problems.ts';
import { schemaRows, typeWords } from '#lib/http/openapi/schema-rows.ts';
import { contract, operationOf, schemasOf } from '../contract.ts';
import styles from '../docs.module.css';
import { CodeBlock } from './code-block.tsx';
import { SchemaTable } from './schema-table.tsx';
import { Words } from './words.tsx';

type Parameter = { name: string; in: string; required: boolean; description?: string; schema: Json };
type Operation = { parameters?: (Parameter | { $ref: string })[]; requestBody?: { content: Content } };
type Content = Record<string, { schema: Json }>;
type Answered = { responses: Record<string, { description: string; content?: Content }> };

/** A call as its caller needs it: what it does, what it takes, what it answers, and how it is made. */
export function CallView({ call, origin }: { call: ApiCall; origin: string }) {
  const document = contract();
  const schemas = schemasOf(document);
  const operation = operationOf(document, call) as Operation & Answered;
  const parameters = (operation.parameters ?? []).map((one) => ('$ref' in one ? parameterOf(document, one.$ref) : one));
  const body = operation.requestBody?.content['application/json']?.schema;
  const example = call.examples[0];
  return (
    <article className={styles.call}>
      <header className={styles.callHead}>
        <h1 className={styles.title}>{call.summary}</h1>
        <p className={styles.address}>
          <span className={styles.method} data-method={call.method}>
            {call.method.toUpperCase()}
          </span>
          <code>/api/v1{call.path}</code>
        </p>
        <p className={styles.soft}>
          {call.scope === 'public' ? (
            'It needs no key.'
          ) : (
            <>
              The key needs the scope <code className={styles.word}>{call.scope}</code>.
            </>
          )}
        </p>
      </header>

      <div className={styles.told}>
        {call.description.map((paragraph) => (
          <p key={paragraph}>
            <Words>{paragraph}</Words>
          </p>
        ))}
        {parameters.length === 0 ? null : (
          <section className={styles.section} aria-labelledby="parameters">
            <h2 id="parameters">Parameters</h2>
            <SchemaTable
              label="Parameters"
              saysRequired
              rows={parameters.map(({ name, in: place, required, description = null, schema }) => ({
                path: name,
                name,
                depth: 0,
                type: `${typeWords(schema, schemas)} · in the ${place}`,
                isRequired: required,
                description,
              }))}
            />
          </section>
        )}
        {body === undefined ? null : (
          <section className={styles.section} aria-labelledby="body">
            <h2 id="body">Body</h2>
            <SchemaTable label="Body" saysRequired rows={schemaRows(body, schemas)} />
          </section>
        )}
        {call.answers.map(({ status, description }) => {
          const schema = operation.responses[status]?.content?.['application/json']?.schema;
          return (
            <section key={status} className={styles.section} aria-labelledby={`answer-${status}`}>
              <h2 id={`answer-${status}`}>Answer {status}</h2>
              <p>{description}</p>
              {schema === undefined ? null : (
                <SchemaTable label={`Answer ${status}`} rows={schemaRows(schema, schemas)} />
              )}
            </section>
          );
        })}
        <section className={styles.section} aria-labelledby="errors">
          <h2 id="errors">Errors</h2>
          <SchemaTable
            label="Errors"
            rows={problemStatuses(call).map((status) => ({
              path: String(status),
              name: String(status),
              depth: 0,
              type: PROBLEMS[status]?.example.code ?? PROBLEMS[status]?.example.title ?? '',
              isRequired: false,
              description: call.problems?.[status] ?? PROBLEMS[status]?.description ?? null,
            }))}
          />
        </section>
      </div>

      <aside className={styles.shown} aria-label="Examples">
        {call.examples.length === 0 ? <CodeBlock label="The call" text={curlOf(origin, call, example)} /> : null}
        {call.examples.map((one) => (
          <section key={one.name} className={styles.example} aria-labelledby={`example-${one.name}`}>
            <h2 id={`example-${one.name}`}>{one.summary}</h2>
            <CodeBlock label={`${one.summary}: the call`} text={curlOf(origin, call, one)} />
            <CodeBlock label={`${one.summary}: answered ${one.status}`} text={jsonText(one.answer)} />
          </section>
        ))}
      </aside>
    </article>
  );
}

function parameterOf(document: Json, reference: string): Parameter {
  const { parameters } = document.components as { parameters: Record<string, Parameter> };
  const found = parameters[reference.replace('#/components/parameters/', '')];
  if (found === undefined) throw new Error(`The document has no ${reference}`);
  return found;
}
