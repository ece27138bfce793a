import styles from './first-rows.module.css';

type FirstRowsProps = {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
};

/** The first rows of data as they are read. */
export function FirstRows({ columns, rows }: FirstRowsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={styles.scroll} aria-label="First rows" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; names may repeat
              <th key={at} scope="col">
                {column === '' ? `Column ${at + 1}` : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((values, rowAt) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={rowAt}>
              {columns.map((_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; names may repeat
                <td key={at} title={values[at]}>
                  {values[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
