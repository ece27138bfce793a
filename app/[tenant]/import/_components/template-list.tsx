import { KIND_LABEL, KINDS } from '#lib/records/kinds.ts';
import styles from '../import-page.module.css';
import { TEMPLATES } from '../template-names.ts';

const WORDS = { records: 'Documents', attempts: 'Outcomes' } as const;

/** A template for the documents of each kind, and one for the outcomes of syncing them. */
export function TemplateList({ tenant }: { tenant: string }) {
  return (
    <ul className={styles.templates} aria-label="Templates">
      {KINDS.map((kind) => (
        <li key={kind}>
          <span>{KIND_LABEL[kind].many}</span>
          {TEMPLATES.filter((template) => template.kind === kind).map(({ holds, name }) => (
            <a
              key={holds}
              href={`/${tenant}/import/template/${name}`}
              download
              aria-label={
                holds === 'records'
                  ? `Template for ${KIND_LABEL[kind].many}`
                  : `Template for outcomes of ${KIND_LABEL[kind].many}`
              }
            >
              {WORDS[holds]}
            </a>
          ))}
        </li>
      ))}
    </ul>
  );
}
