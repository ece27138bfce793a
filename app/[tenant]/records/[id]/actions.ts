'use server';

import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { addNote } from '#lib/records/add-note.ts';

const noteInput = z.strictObject({
  tenant: z.string().max(64),
  recordId: z.string().max(64),
  text: z.string().max(20_000),
});

/** Adds a note to a record; gives the words for what is wrong with it, or null. */
export async function noteRecord(input: z.infer<typeof noteInput>): Promise<{ problem: string | null }> {
  const { tenant, recordId, text } = noteInput.parse(input);
  const ctx = await pageContext(tenant, 'record:note', `/${tenant}/records/${encodeURIComponent(recordId)}`);
  try {
    await addNote(ctx, recordId, text);
    return { problem: null };
  } catch (error) {
    if (error instanceof AppError) return { problem: error.message };
    throw error;
  }
}
