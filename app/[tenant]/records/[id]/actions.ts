'use server';

import { z } from 'zod';
import { assignCause } from '#lib/causes/assign-cause.ts';
import { isCause } from '#lib/causes/causes.ts';
import { knownBy } from '#lib/causes/told-message.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';
import { errorMessageId } from '#lib/ingest/error-messages.ts';
import { addNote } from '#lib/records/add-note.ts';
import { getRecord } from '#lib/records/get-record.ts';

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

const causeInput = z.strictObject({
  tenant: z.string().max(64),
  recordId: z.string().max(64),
  cause: z.string().max(40).nullable(),
});

/** Says what a record's message means; gives the words for what is wrong with it, or null. */
export async function sayCause(input: z.infer<typeof causeInput>): Promise<{ problem: string | null }> {
  const { tenant, recordId, cause } = causeInput.parse(input);
  const ctx = await pageContext(tenant, 'cause:assign', `/${tenant}/records/${encodeURIComponent(recordId)}`);
  try {
    const message = knownBy(await getRecord(ctx, recordId));
    if (message === null) return { problem: 'This record has no message.' };
    if (cause !== null && !isCause(cause)) return { problem: 'Choose one of the causes.' };
    await assignCause(ctx, { messageId: errorMessageId(message), cause });
    return { problem: null };
  } catch (error) {
    if (error instanceof AppError) return { problem: error.message };
    throw error;
  }
}
