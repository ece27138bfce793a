import { Icon } from '#components/ui/icon.tsx';
import type { KindFigures } from '#lib/overview/overview-contract.ts';
import { isComparedKind, KIND_LABEL } from '#lib/records/kinds.ts';
import { FigureLink } from './figure-link.tsx';
import styles from './overview.module.css';
import type { FigureName, OverviewLinks } from './overview-links.ts';

type KindTableProps = { kinds: KindFigures[]; links: OverviewLinks; locale: string };

type Column = {
  name: FigureName;
  head: string;
  icon: 'failed' | 'pending' | 'complete' | 'by-hand' | 'excluded' | null;
  words: string;
};

const COLUMNS: Column[] = [
  { name: 'failed', head: 'Failed', icon: 'failed', words: 'failed' },
  { name: 'pending', head: 'Pending', icon: 'pending', words: 'pending' },
  { name: 'byJob', head: 'Complete by a job', icon: 'complete', words: 'completed by a job' },
  { name: 'byHand', head: 'Complete by hand', icon: 'by-hand', words: 'completed by hand' },
  { name: 'differs', head: 'Total differs from Synced', icon: null, words: 'whose total differs from Synced' },
  { name: 'changedSinceSync', head: 'Changed since sync', icon: null, words: 'changed since sync' },
  { name: 'excluded', head: 'Excluded', icon: 'excluded', words: 'excluded' },
];

/** Each kind's documents of the period by what became of them. */
export function KindTable({ kinds, links, locale }: KindTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Documents by kind">
      <table className={styles.table} data-narrow="blocks">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {COLUMNS.map(({ name, head, icon }) => (
              <th key={name} scope="col" className={styles.number}>
                <span className={styles.head} data-figure={name}>
                  {icon === null ? null : <Icon name={icon} />}
                  {head}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((of) => (
            <tr key={of.kind}>
              <th scope="row">{KIND_LABEL[of.kind].many}</th>
              {COLUMNS.map(({ name, head, words }) => (
                <td key={name} className={styles.number} data-label={head}>
                  {name === 'differs' && !isComparedKind(of.kind) ? (
                    <span className={styles.zero}>not compared</span>
                  ) : (
                    <FigureLink
                      figure={of[name]}
                      hrefOf={(part) => links.figure(of.kind, name, part)}
                      label={`${KIND_LABEL[of.kind].many.toLowerCase()} ${words}`}
                      locale={locale}
                      gross={name === 'differs' ? of.differsGross : undefined}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
