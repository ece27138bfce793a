'use client';

import { Dropdown } from '#components/ui/dropdown.tsx';
import { Icon } from '#components/ui/icon.tsx';

/** The events that match as a file, with the latest checkpoint in it. */
export function AuditExport({ path, query }: { path: string; query: string }) {
  const href = (format: string) => `${path}${query === '' ? '?' : `${query}&`}format=${format}`;
  return (
    <Dropdown
      aria-label="Export the log"
      position="bottom-end"
      button={
        <>
          Export
          <Icon name="chevron" />
        </>
      }
      choices={[
        { label: 'CSV, for a spreadsheet', href: href('csv') },
        { label: 'NDJSON, which can be verified', href: href('ndjson') },
      ]}
    />
  );
}
