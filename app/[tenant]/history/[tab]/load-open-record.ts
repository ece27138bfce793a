import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { getRecord } from '#lib/records/get-record.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';

/** Gives the record that an address names; null for none, and for one that is not there, which the panel says itself. */
export async function loadOpenRecord(ctx: Ctx, recordId: string | null): Promise<RecordDetail | null> {
  if (recordId === null) return null;
  try {
    return await getRecord(ctx, recordId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
