'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { isId } from '#lib/core/ids.ts';
import { startGuidedRun } from '#lib/guidance/start-guided-run.ts';
import { pageContext } from '#lib/http/page-context.ts';

const idOrNone = z.union([z.literal('').transform(() => null), z.string().refine(isId)]);
const input = z.object({ tenant: z.string().max(64), connection: idOrNone, record: idOrNone });

/** Begins a guided run, and leads to its page. */
export async function begin(form: FormData): Promise<void> {
  const { tenant, connection, record } = input.parse(Object.fromEntries(form));
  const ctx = await pageContext(tenant, 'connection:check', `/${tenant}/why`);
  const run = await startGuidedRun(ctx, { connectionId: connection, recordId: record }).catch((error: unknown) => {
    // Too many are under way: the list shows them.
    if (error instanceof AppError && error.code === 'conflict') return null;
    throw error;
  });
  redirect(run === null ? `/${tenant}/why` : `/${tenant}/why/${run}`);
}
