import type { Ctx } from '#lib/access/context.ts';
import { getRecordProblem, type RecordProblem } from '#lib/problems/get-record-problem.ts';
import { getRecord } from '#lib/records/get-record.ts';
import type { RecordDetail } from '#lib/records/record-contract.ts';

/** A record as its page and the panel show it: whole, with the problem that it is part of. */
export type OpenedRecord = RecordDetail & { problem: RecordProblem | null };

/** Reads a record to show it. Throws `not_found`. */
export async function openRecord(ctx: Ctx, id: string, attemptsCursor: string | null = null): Promise<OpenedRecord> {
  const record = await getRecord(ctx, id, attemptsCursor);
  // Nothing failed, nothing to look for.
  const isFailure = record.cause !== null && record.syncStatus !== 'complete';
  return { ...record, problem: isFailure ? await getRecordProblem(ctx, id) : null };
}
