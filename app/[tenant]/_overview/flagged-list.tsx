import { FLAGGED, type Flagged, type KindFigures } from '#lib/overview/overview-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import { FigureLink } from './figure-link.tsx';
import { FLAGGED_WORDS } from './month-state.ts';
import styles from './overview.module.css';
import type { OverviewLinks } from './overview-links.ts';

type FlaggedListProps = { kinds: KindFigures[]; links: OverviewLinks; locale: string };

const WORDS: Record<Flagged, { name: string; hint: string }> = {
  inDoubt: {
    name: 'In doubt',
    hint: 'A sync job took it and said nothing in time. Look whether it is in the ledger.',
  },
  twoReferences: {
    name: 'Two references',
    hint: 'A job reported another reference number than the one entered by hand. The document may be in the ledger twice.',
  },
  triedAfterClosing: {
    name: 'Tried again after closing',
    hint: 'Completed by hand, and a job failed to write it once more since. Check that the job leaves it alone.',
  },
  voidInLedger: {
    name: 'Void here, still in the ledger',
    hint: 'Its source system voided it after it was written. Void it in the ledger too.',
  },
};

/** Documents of the period that somebody should look at before it is closed; nothing where there are none. */
export function FlaggedList({ kinds, links, locale }: FlaggedListProps) {
  const flags = FLAGGED.filter((flag) => kinds.some((of) => of[flag].count > 0));
  if (flags.length === 0) return null;
  return (
    <dl className={styles.outside} id="flags">
      {flags.map((flag) => (
        <div key={flag}>
          <dt>
            {WORDS[flag].name} <span className={styles.hint}>{WORDS[flag].hint}</span>
          </dt>
          <dd className={styles.parts}>
            {kinds
              .filter((of) => of[flag].count > 0)
              .map((of) => (
                <span key={of.kind} className={styles.flagged}>
                  {KIND_LABEL[of.kind][of[flag].count === 1 ? 'one' : 'many']}
                  <FigureLink
                    figure={of[flag]}
                    hrefOf={(part) => links.figure(of.kind, flag, part)}
                    label={`${KIND_LABEL[of.kind].many.toLowerCase()} ${FLAGGED_WORDS[flag]}`}
                    locale={locale}
                  />
                </span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
