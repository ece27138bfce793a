import { z } from 'zod';
import { KINDS, type Kind } from '#lib/records/kinds.ts';
import { syncScheduleSchema } from './sync-schedule.ts';

/** What a state of the source system means for syncing. */
export const SYNCABILITIES = ['syncable', 'not_yet', 'void'] as const;
export type Syncability = (typeof SYNCABILITIES)[number];

const settingsSchema = z.object({
  /** Per kind: source status in small letters → meaning. */
  sourceStatuses: z.partialRecord(z.enum(KINDS), z.record(z.string(), z.enum(SYNCABILITIES))).default({}),
  /** Put a complete record back to pending when its document changes. */
  pendingWhenChanged: z.boolean().default(false),
  /** When it is expected to sync; null: nobody has said. */
  schedule: syncScheduleSchema.nullable().default(null),
});
export type SourceSettings = z.output<typeof settingsSchema>;

const VOID = { void: 'void', voided: 'void', deleted: 'void', cancelled: 'void', canceled: 'void' } as const;

/** What the usual words mean where the tenant has mapped nothing, in small letters; any other word means not yet. */
export const USUAL_STATUSES: Record<Kind, Readonly<Record<string, Syncability>>> = {
  invoice: { created: 'syncable', ...VOID },
  bill: { approved: 'syncable', ...VOID },
  invoice_payment: { posted: 'syncable', ...VOID },
  bill_payment: { posted: 'syncable', ...VOID },
};

/** Takes what is stored of a source's settings; gives them whole. Throws if somebody stored something else. */
export function readSourceSettings(stored: unknown): SourceSettings {
  return settingsSchema.parse(stored ?? {});
}

/** Gives what a source status means: as the tenant mapped it, else by the usual words. Letter case does not matter. */
export function syncabilityOf(kind: Kind, sourceStatus: string | null, settings: SourceSettings): Syncability {
  const status = (sourceStatus ?? '').trim().toLowerCase();
  const mapped = settings.sourceStatuses[kind];
  if (mapped !== undefined && Object.hasOwn(mapped, status)) return mapped[status] ?? 'not_yet';
  return usualSyncability(kind, status);
}

/** Gives what a source status, in small letters, means where the tenant has mapped nothing. */
export function usualSyncability(kind: Kind, status: string): Syncability {
  return Object.hasOwn(USUAL_STATUSES[kind], status) ? (USUAL_STATUSES[kind][status] ?? 'not_yet') : 'not_yet';
}

/** Gives the source statuses of a kind that are synced, in small letters: the tenant's own, and the usual ones it left. */
export function syncableStatuses(kind: Kind, settings: SourceSettings): string[] {
  const mapped = settings.sourceStatuses[kind] ?? {};
  return Object.keys({ ...USUAL_STATUSES[kind], ...mapped }).filter(
    (status) => syncabilityOf(kind, status, settings) === 'syncable',
  );
}
