import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { type OpenedRecord, openRecord } from '../../records/open-record.ts';

/** Gives the record that an address names; null for none, and for one that is not there, which the panel says itself. */
export async function loadOpenRecord(ctx: Ctx, recordId: string | null): Promise<OpenedRecord | null> {
  if (recordId === null) return null;
  try {
    return await openRecord(ctx, recordId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
