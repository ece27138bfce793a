import { KIND_LABEL, KINDS } from '#lib/records/kinds.ts';
import { type SourceSettings, USUAL_STATUSES } from '#lib/sources/source-settings.ts';
import styles from '../settings.module.css';

const MEANING = { syncable: 'ready to sync', not_yet: 'not yet', void: 'void' } as const;

/** What each state of the source system means for syncing: as mapped, else by the usual words. */
export function StatusMeanings({ settings }: { settings: SourceSettings }) {
  return (
    <details>
      <summary>What its states mean</summary>
      <dl className={styles.facts}>
        {KINDS.map((kind) => (
          <div key={kind} className={styles.fact}>
            <dt>{KIND_LABEL[kind].many}</dt>
            <dd>
              {Object.entries({ ...USUAL_STATUSES[kind], ...settings.sourceStatuses[kind] })
                .map(([status, meaning]) => `${status}: ${MEANING[meaning]}`)
                .join(', ')}
              ; any other: {MEANING.not_yet}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
