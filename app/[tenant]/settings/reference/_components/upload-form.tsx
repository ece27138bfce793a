'use client';

import { ActForm } from '#components/ui/act-form.tsx';
import { Field } from '#components/ui/field.tsx';
import type { ReferenceType } from '#lib/reference/reference-contract.ts';
import type { UploadResult } from '#lib/reference/upload-reference.ts';
import styles from '../../settings.module.css';

type UploadFormProps = {
  tenant: string;
  type: ReferenceType;
  sources: { slug: string; name: string }[];
  columns: readonly string[];
  onCancel: () => void;
  onDone: (result: UploadResult) => void;
};

type Problem = { detail: string; errors?: { field: string; message: string }[] };

const BYTES_MAX = 10 * 1024 * 1024;

/** Which file, from which source, and whether it is the whole list. */
export function UploadForm({ tenant, type, sources, columns, onCancel, onDone }: UploadFormProps) {
  async function act(form: FormData) {
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0) return refused('file', 'must be chosen');
    if (file.size > BYTES_MAX) return refused('file', 'must be at most 10 MiB');
    const query = new URLSearchParams({
      type,
      source: String(form.get('source') ?? ''),
      whole: String(form.get('whole') === 'on'),
    });
    const answer = await fetch(`/${tenant}/settings/reference/upload?${query}`, { method: 'POST', body: file });
    if (answer.ok) return { isDone: true as const, value: (await answer.json()) as UploadResult };
    const { detail } = (await answer.json()) as Problem;
    return { isDone: false as const, message: detail, fields: {} };
  }

  return (
    <ActForm submit="Upload" pending="Uploading…" act={act} onCancel={onCancel} onDone={onDone}>
      {(problems) => (
        <>
          <Field
            label="CSV file"
            problem={problems.file}
            hint={
              <>
                In UTF-8, at most 10 MiB. Its first row names the columns: {columns.join(', ')}. Only sourceId and name
                are needed; an empty cell clears what was there.{' '}
                <a href={templateOf(columns)} download={`${type}-template.csv`}>
                  Download a template
                </a>
              </>
            }
          >
            {(control) => <input {...control} type="file" name="file" accept=".csv,text/csv" />}
          </Field>
          <Field label="Source" hint="The system that the file comes from." problem={problems.source}>
            {(control) => (
              <select {...control} name="source">
                {sources.map((source) => (
                  <option key={source.slug} value={source.slug}>
                    {source.name} ({source.slug})
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div className={styles.option}>
            <input type="checkbox" id="whole" name="whole" aria-describedby="whole-does" />
            <div>
              <label htmlFor="whole">The file is the whole list</label>
              <p id="whole-does" className={styles.nothing}>
                What it does not hold becomes inactive, unless a row of it is refused.
              </p>
            </div>
          </div>
        </>
      )}
    </ActForm>
  );
}

function refused(field: string, message: string) {
  return { isDone: false as const, message, fields: { [field]: message } };
}

function templateOf(columns: readonly string[]): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`${columns.join(',')}\r\n`)}`;
}
