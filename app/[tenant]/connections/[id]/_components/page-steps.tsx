import { notFound } from 'next/navigation';
import { Pager } from '#components/ui/pager.tsx';
import { AppError } from '#lib/core/app-error.ts';

type PageStepsProps = {
  page: { nextCursor: string | null; previousCursor: string | null };
  hrefAt: (cursor: string) => string;
};

/** The ways to the neighbouring pages of a list. */
export function PageSteps({ page: { nextCursor, previousCursor }, hrefAt }: PageStepsProps) {
  return (
    <Pager
      previous={{ label: 'Previous page', href: previousCursor === null ? null : hrefAt(previousCursor) }}
      next={{ label: 'Next page', href: nextCursor === null ? null : hrefAt(nextCursor) }}
    />
  );
}

/** Reads a page of a list; a place in it that is not known any more shows the first one. */
export async function readFromStart<Page>(
  cursor: string | null,
  read: (cursor: string | null) => Promise<Page>,
): Promise<Page> {
  try {
    return await read(cursor);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input' || cursor === null) throw error;
    return read(null);
  }
}

/** Shows the page that nothing is here, where the connection is not. */
export async function orNotFound<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
