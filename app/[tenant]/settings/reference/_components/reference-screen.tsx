'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { TabLinks } from '#components/ui/tab-links.tsx';
import { REFERENCE_TYPES, REFERENCE_WORDS, type ReferenceType } from '#lib/reference/reference-contract.ts';
import type { UploadResult } from '#lib/reference/upload-reference.ts';
import styles from '../../settings.module.css';
import { type ReferenceState, referenceHref } from '../reference-address.ts';
import own from './reference.module.css';
import { ReferenceFilters } from './reference-filters.tsx';
import { type ReferenceLine, ReferenceTable } from './reference-table.tsx';
import { UploadForm } from './upload-form.tsx';
import { UploadOutcome } from './upload-outcome.tsx';

type ReferenceScreenProps = {
  tenant: { slug: string; name: string };
  formats: Formats;
  zone: string;
  state: ReferenceState;
  counts: Record<ReferenceType, number>;
  sources: { slug: string; name: string }[];
  columns: readonly string[];
  page: { items: ReferenceLine[]; nextCursor: string | null; previousCursor: string | null };
};

/** The reference data by type, with search, and the upload of a file. */
export function ReferenceScreen({
  tenant,
  formats,
  zone,
  state,
  counts,
  sources,
  columns,
  page,
}: ReferenceScreenProps) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [uploaded, setUploaded] = useState<UploadResult | null>(null);
  const words = REFERENCE_WORDS[state.type];
  const hrefAt = (cursor: string | null) => (cursor === null ? null : referenceHref(tenant.slug, { ...state, cursor }));
  const isNarrowed = state.search !== '' || state.source !== null || state.isActive !== null;
  const title = `Upload ${words.many.toLowerCase()}`;

  return (
    <section className={styles.section} aria-labelledby="reference-title">
      <Sheet label={title} side="center" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <div className={styles.dialog}>
          <h2 className={styles.subtitle}>{title}</h2>
          {isOpen ? (
            <UploadForm
              tenant={tenant.slug}
              type={state.type}
              sources={sources}
              columns={columns}
              onCancel={() => setIsOpen(false)}
              onDone={(result) => {
                setIsOpen(false);
                setUploaded(result);
                router.refresh();
              }}
            />
          ) : null}
        </div>
      </Sheet>

      <div className={styles.head}>
        <h1 id="reference-title" className={styles.title}>
          Reference data of {tenant.name}
        </h1>
        <Button kind="primary" onClick={() => setIsOpen(true)}>
          Upload a CSV file
        </Button>
      </div>
      <p className={styles.lead}>
        The chart of accounts, names and codes of your source systems, so that they can be compared with the ledger’s.
        Sync jobs send them <a href="/docs/api/putAccounts">through the API</a>, or you upload a file.
      </p>
      {uploaded === null ? null : <UploadOutcome result={uploaded} locale={formats.locale} />}
      <div className={own.tabs}>
        <TabLinks
          label="Kinds of reference data"
          tabs={REFERENCE_TYPES.map((type) => ({
            href: referenceHref(tenant.slug, { ...state, type, cursor: null }),
            isCurrent: type === state.type,
            face: (
              <>
                {REFERENCE_WORDS[type].many}{' '}
                <span className={own.count}>{formatCount(counts[type], formats.locale)}</span>
              </>
            ),
          }))}
        />
      </div>
      <ReferenceFilters tenant={tenant.slug} state={state} sources={sources} />
      {page.items.length === 0 ? (
        <p className={styles.empty}>
          {isNarrowed
            ? `No ${words.one} matches. Search for a part of the name, the code or the source’s own id.`
            : `No ${words.one} has come yet.`}
        </p>
      ) : (
        <>
          <ReferenceTable items={page.items} columns={columns} formats={formats} />
          <Pager
            previous={{ label: 'Previous page', href: hrefAt(page.previousCursor) }}
            next={{ label: 'Next page', href: hrefAt(page.nextCursor) }}
          />
          <p className={styles.zone}>Times are {zone}.</p>
        </>
      )}
    </section>
  );
}
