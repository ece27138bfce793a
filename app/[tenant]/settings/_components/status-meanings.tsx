import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { type SourceSettings, syncabilityOf, USUAL_STATUSES } from '#lib/sources/source-settings.ts';
import { setSourceStatuses } from '../actions.ts';
import { type KindStatuses, StatusForm } from './status-form.tsx';

type StatusMeaningsProps = {
  tenant: string;
  source: { slug: string; name: string; settings: SourceSettings };
  /** The states that the tenant's records of each kind have. */
  seen: Record<Kind, readonly string[]>;
};

/** What each state of the source system means for syncing: as mapped, else by the usual words; and to change that. */
export function StatusMeanings({ tenant, source, seen }: StatusMeaningsProps) {
  const { slug, name, settings } = source;
  const kinds = KINDS.map((kind) => statusesOf(kind, settings, seen[kind]));
  return (
    <details>
      <summary>What its states mean</summary>
      <StatusForm
        // What was saved elsewhere meanwhile is shown, and not overwritten by what this form began with.
        began={JSON.stringify(settings.sourceStatuses)}
        source={name}
        kinds={kinds}
        save={setSourceStatuses.bind(null, tenant, slug)}
      />
    </details>
  );
}

function statusesOf(kind: Kind, settings: SourceSettings, seen: readonly string[]): KindStatuses {
  const known = [
    ...Object.keys(USUAL_STATUSES[kind]),
    ...Object.keys(settings.sourceStatuses[kind] ?? {}),
    ...seen,
    '',
  ];
  const statuses = [...new Set(known.map((status) => status.trim().toLowerCase()))].toSorted();
  return { kind, statuses: statuses.map((status) => ({ status, meaning: syncabilityOf(kind, status, settings) })) };
}
