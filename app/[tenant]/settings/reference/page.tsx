import type { Metadata } from 'next';
import { nameOfZone } from '#components/sync/format-time.ts';
import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { countReference, listReference } from '#lib/reference/list-reference.ts';
import { columnsOf } from '#lib/reference/read-csv.ts';
import type { ReferencePage } from '#lib/reference/reference-contract.ts';
import { listSources } from '#lib/sources/list-sources.ts';
import { ReferenceScreen } from './_components/reference-screen.tsx';
import { parseReferenceParams, type ReferenceState, referenceHref } from './reference-address.ts';

export const metadata: Metadata = { title: 'Reference data' };

const PAGE_SIZE = 50;

type PageProps = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The accounts, names and codes of the source systems, and the way to upload them. */
export default async function ReferenceSettingsPage({ params, searchParams }: PageProps) {
  const [{ tenant }, raw] = await Promise.all([params, searchParams]);
  const state = parseReferenceParams(raw);
  const ctx = await pageContext(tenant, 'reference:write', referenceHref(tenant, state));
  const { search, source, isActive } = state;
  const [page, counts, sources] = await Promise.all([
    readPage(ctx, state),
    countReference(ctx, { search, source, isActive }),
    listSources(ctx),
  ]);
  const { name, locale, timeZone } = ctx.tenant;
  return (
    <ReferenceScreen
      tenant={{ slug: tenant, name }}
      formats={{ locale, timeZone }}
      zone={nameOfZone(timeZone, new Date())}
      state={state}
      counts={counts}
      sources={sources.map((one) => ({ slug: one.slug, name: one.name }))}
      columns={columnsOf(state.type)}
      page={{
        ...page,
        items: page.items.map(({ seenAt, updatedAt: _, ...item }) => ({ ...item, seenAt: seenAt.toISOString() })),
      }}
    />
  );
}

/** A place that is not known any more shows the first page. */
async function readPage(ctx: Ctx, { type, source, isActive, search, cursor }: ReferenceState): Promise<ReferencePage> {
  const read = (from: string | null) =>
    listReference(ctx, { type, source, isActive, search }, { limit: PAGE_SIZE, cursor: from });
  try {
    return await read(cursor);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    return read(null);
  }
}
