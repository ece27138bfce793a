import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Icon } from '#components/ui/icon.tsx';
import { PAYLOAD_STATE_WORDS } from '#lib/hooks/hook-contract.ts';
import { targetField } from '#lib/mapping/target-fields.ts';
import type { ShownPreview } from '../shown-preview.ts';
import styles from './mapping.module.css';

type PreviewTableProps = {
  previews: ShownPreview[];
  shownId: string;
  formats: Formats;
  onShow: (id: string) => void;
};

/** The latest payloads, and what this mapping makes of each. The one that is chosen is taken apart below. */
export function PreviewTable({ previews, shownId, formats, onShow }: PreviewTableProps) {
  return (
    <fieldset className={styles.previews}>
      <legend>What this mapping makes of the latest payloads</legend>
      {previews.map((preview) => (
        <label key={preview.id} className={styles.preview} data-is-shown={preview.id === shownId}>
          <input type="radio" name="payload" checked={preview.id === shownId} onChange={() => onShow(preview.id)} />
          <span className={styles.previewTime}>
            <DateTime instant={preview.receivedAt} formats={formats} />
          </span>
          <span className={styles.previewState}>{PAYLOAD_STATE_WORDS[preview.state].label}</span>
          <Result preview={preview} />
        </label>
      ))}
    </fieldset>
  );
}

function Result({ preview: { unreadable, mapped, entries } }: { preview: ShownPreview }) {
  if (unreadable !== null) return <span className={styles.bad}>{unreadable}</span>;
  const list = entries > 1 ? ` The first of ${entries} in a list.` : '';
  if (mapped === null || mapped.problems.length > 0) {
    const problems = (mapped?.problems ?? []).map(({ field, message }) => problemWords(field, message));
    return (
      <span className={styles.bad}>
        {problems.length === 0 ? 'Nothing could be read of it.' : problems.join('; ')}
        {list}
      </span>
    );
  }
  const names = ['record.sourceId', 'record.number'].some((name) => mapped.values[name] !== undefined);
  if (!names) {
    return (
      <span className={styles.quiet}>It names no record: it would wait in the inbox, to be matched by hand.{list}</span>
    );
  }
  return (
    <span className={styles.good}>
      <Icon name="complete" /> It says all that is needed.{list}
    </span>
  );
}

/** A message is the rest of a sentence that begins with the field, or a sentence of its own. */
function problemWords(field: string, message: string): string {
  const isSentence = /^[A-Z]/.test(message);
  return isSentence ? message.replace(/\.$/, '') : `${targetField(field)?.label ?? ''} ${message}`.trim();
}
