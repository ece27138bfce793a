import { KIND_LABEL, KINDS, type Kind } from '#lib/records/kinds.ts';
import { type SourceSettings, SYNCABILITIES, type Syncability, USUAL_STATUSES } from '#lib/sources/source-settings.ts';
import styles from '../settings.module.css';

const MEANING: Record<Syncability, string> = { syncable: 'Ready to sync', not_yet: 'Not yet', void: 'Void' };

/** What each state of the source system means for syncing: as mapped, else by the usual words. */
export function StatusMeanings({ settings }: { settings: SourceSettings }) {
  return (
    <details>
      <summary>What its states mean</summary>
      <dl className={styles.facts}>
        {KINDS.map((kind) => (
          <div key={kind} className={styles.fact}>
            <dt>{KIND_LABEL[kind].many}</dt>
            {SYNCABILITIES.map((meaning) => (
              <dd key={meaning}>
                <span className={styles.nothing}>{MEANING[meaning]}:</span>{' '}
                {statesOf(kind, meaning, settings).join(', ')}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  );
}

function statesOf(kind: Kind, meaning: Syncability, settings: SourceSettings): string[] {
  const known = { ...USUAL_STATUSES[kind], ...settings.sourceStatuses[kind] };
  const states = Object.keys(known).filter((state) => known[state] === meaning);
  return meaning === 'not_yet' ? [...states, 'any other'] : states;
}
