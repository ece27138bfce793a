import type { SourceSettings } from '#lib/sources/source-settings.ts';
import { setSchedule } from '../actions.ts';
import { ScheduleForm } from './schedule-form.tsx';

type SyncScheduleProps = {
  tenant: string;
  timeZone: string;
  source: { slug: string; name: string; settings: SourceSettings };
};

/** When a source is expected to sync, and the way to change that. */
export function SyncSchedule({ tenant, timeZone, source }: SyncScheduleProps) {
  const { slug, name, settings } = source;
  return (
    <details>
      <summary>When it is expected to sync</summary>
      <ScheduleForm
        began={JSON.stringify(settings.schedule)}
        source={name}
        timeZone={timeZone}
        schedule={settings.schedule}
        save={setSchedule.bind(null, tenant, slug)}
      />
    </details>
  );
}
