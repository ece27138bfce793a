import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import styles from './checks.module.css';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** More than so many entries of one list are told by their number. */
const ENTRIES_MAX = 12;

type EvidenceProps = { evidence: Record<string, unknown>; formats: Formats };

/** What a check was seen by: which call, when, which figures. What is empty is left out. */
export function Evidence({ evidence, formats }: EvidenceProps) {
  const entries = Object.entries(evidence).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (entries.length === 0) return <p className={styles.quiet}>Nothing further was noted.</p>;
  return (
    <dl className={styles.evidence}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{wordsOf(name)}</dt>
          <dd>
            <Value value={value} formats={formats} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value, formats }: { value: unknown; formats: Formats }) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString(formats.locale);
  if (typeof value === 'string') return INSTANT.test(value) ? <DateTime instant={value} formats={formats} /> : value;
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    const shown = value.slice(0, ENTRIES_MAX);
    return (
      <ul className={styles.values}>
        {shown.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is told has no name of its own and never moves
          <li key={place}>
            <Value value={one} formats={formats} />
          </li>
        ))}
        {value.length > shown.length ? (
          <li>and {(value.length - shown.length).toLocaleString(formats.locale)} more</li>
        ) : null}
      </ul>
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined && one !== '')
      .map(([name, one]) => `${wordsOf(name)}: ${plain(one)}`)
      .join(', ');
  }
  return 'none';
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** Takes `dayLeft` or `day_left`; gives `Day left`. */
function wordsOf(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
