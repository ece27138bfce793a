import { formatCount } from '#components/sync/format-money.ts';
import { Pager } from '#components/ui/pager.tsx';
import type { ImportProblem, ProblemGroup, ProblemPage } from '#lib/imports/import-contract.ts';
import { LISTED_PROBLEMS_MAX } from '#lib/imports/import-contract.ts';
import { importField } from '#lib/imports/import-fields.ts';
import styles from './import-problems.module.css';

type ImportProblemsProps = { page: ProblemPage; path: string; cursor: string | null; locale: string };

/** Everything that is wrong in a file: what is wrong how often, then each by row and column. */
export function ImportProblems({ page, path, cursor, locale }: ImportProblemsProps) {
  const { problems, groups, nextCursor, isCut } = page;
  const hrefAt = (to: string | null) =>
    to === null ? null : `${path}?${new URLSearchParams({ cursor: to })}#problems`;
  return (
    <section className={styles.section} aria-labelledby="problems">
      <h2 id="problems">What is wrong</h2>
      {groups.length > 1 ? (
        <ul className={styles.groups} aria-label="What is wrong how often">
          {groups.map((group) => (
            <Group key={`${group.field} ${group.column} ${group.message}`} group={group} locale={locale} />
          ))}
        </ul>
      ) : null}
      <table className={styles.table} aria-label="Problems">
        <thead>
          <tr>
            <th scope="col" className={styles.row}>
              Row
            </th>
            <th scope="col">Column</th>
            <th scope="col">The file says</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <tr key={`${problem.row} ${problem.field} ${problem.message}`}>
              <th scope="row" className={styles.row}>
                <span className={styles.onlyNarrow}>Row </span>
                {formatCount(problem.row, locale)}
              </th>
              <td className={styles.column}>{columnWords(problem)}</td>
              <td className={styles.value}>
                {problem.value === null || problem.value === '' ? (
                  <span className={styles.quiet}>nothing</span>
                ) : (
                  problem.value
                )}
              </td>
              <td>{sentence(problem.message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isCut ? (
        <p className={styles.quiet}>
          The first {formatCount(LISTED_PROBLEMS_MAX, locale)} problems are listed. All rejected rows are in the
          download, each with its reasons.
        </p>
      ) : null}
      {page.previousCursor === null && nextCursor === null ? null : (
        <Pager
          label="Pages of problems"
          previous={{ label: 'First page', href: cursor === null ? null : `${path}#problems` }}
          next={{ label: 'Next page', href: hrefAt(nextCursor) }}
        />
      )}
    </section>
  );
}

function Group({ group, locale }: { group: ProblemGroup; locale: string }) {
  return (
    <li>
      <strong>{group.rows === 1 ? '1 row' : `${formatCount(group.rows, locale)} rows`}</strong>
      <span>
        {columnWords(group)}: {group.message}
      </span>
      <span className={styles.quiet}>first in row {formatCount(group.firstRow, locale)}</span>
    </li>
  );
}

function columnWords({ column, field }: Pick<ImportProblem, 'column' | 'field'>): string {
  if (column !== null) return column;
  return field === '' ? 'The whole row' : (importField(field)?.label ?? field);
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
