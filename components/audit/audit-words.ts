import { type EventChange, eventWords, isWordedField } from '#components/record/event-words.ts';
import { formatDay, formatInstant } from '#components/sync/format-time.ts';
import type { Formats } from '#components/sync/formats.ts';
import { actionWords } from '#lib/audit/action-words.ts';
import type { AuditRow } from '#lib/audit/list-contract.ts';
import { isDay } from '#lib/core/dates.ts';
import { STATUS_LABEL, SYNC_STATUSES } from '#lib/records/kinds.ts';

const NOTHING = 'none';

/** Takes an event and how the tenant writes; gives what was done, and each value before and after, in words. */
export function auditWords(event: AuditRow, formats: Formats): { title: string; changes: EventChange[] } {
  const rest = otherChanges(event, formats);
  if (event.subject.type !== 'record') return { title: actionWords(event.action), changes: rest };
  const { title, changes } = eventWords(event, event.subject.currency, formats);
  return { title, changes: [...changes, ...rest] };
}

/** What has no words of its own is shown by its name, so that nothing of an event stays hidden. */
function otherChanges({ subject, action, before, after }: AuditRow, formats: Formats): EventChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => {
    const isInTitle = action === 'record.status_changed' && name === 'syncStatus';
    return !isInTitle && (subject.type !== 'record' || !isWordedField(name));
  });
  return names
    .map((name) => ({
      field: fieldWords(name),
      before: before === null ? null : valueWords(old[name], formats),
      after: valueWords(now[name], formats),
    }))
    .filter((change) => change.before !== change.after);
}

/** Takes `lastUsedAt` or `isByHand`; gives `Last used at` or `By hand`. */
function fieldWords(name: string): string {
  const words = name
    .replace(/^(is|has)(?=[A-Z])/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueWords(value: unknown, formats: Formats): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) {
    return value.length === 0 ? NOTHING : value.map((item) => valueWords(item, formats)).join(', ');
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, part]) => `${fieldWords(name)}: ${valueWords(part, formats)}`);
    return parts.length === 0 ? NOTHING : parts.join('; ');
  }
  if (typeof value !== 'string') return String(value);
  const status = SYNC_STATUSES.find((known) => known === value);
  if (status !== undefined) return STATUS_LABEL[status];
  if (isDay(value)) return formatDay(value, formats.locale);
  if (/^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value))) {
    return formatInstant(value, formats.timeZone, formats.locale);
  }
  return value;
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : { value };
}
