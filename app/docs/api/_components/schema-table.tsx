import type { SchemaRow } from '#lib/http/openapi/schema-rows.ts';
import styles from '../docs.module.css';
import { Words } from './words.tsx';

type SchemaTableProps = { label: string; rows: readonly SchemaRow[]; saysRequired?: boolean };

/** The fields of a body or an answer, those of an object under it. */
export function SchemaTable({ label, rows, saysRequired = false }: SchemaTableProps) {
  return (
    <table className={styles.fields} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ path, name, depth, type, isRequired, description }) => (
          <tr key={path}>
            <th scope="row" data-depth={Math.min(depth, 4)}>
              <code title={path}>{name}</code>
              {saysRequired && isRequired ? <span className={styles.required}>required</span> : null}
            </th>
            <td>
              <span className={styles.type}>{type}</span>
              {description === null ? null : (
                <span className={styles.about}>
                  <Words>{description}</Words>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
