import { z } from 'zod';
import { KINDS, type Kind } from '#lib/records/kinds.ts';

/** What a state of the source system means for syncing. */
export const SYNCABILITIES = ['syncable', 'not_yet', 'void'] as const;
export type Syncability = (typeof SYNCABILITIES)[number];

const settingsSchema = z.object({
  /** Per kind: source status in small letters → meaning. */
  sourceStatuses: z.partialRecord(z.enum(KINDS), z.record(z.string(), z.enum(SYNCABILITIES))).default({}),
  /** Put a complete record back to pending when its document changes. */
  pendingWhenChanged: z.boolean().default(false),
});
export type SourceSettings = z.output<typeof settingsSchema>;

const VOID_STATUSES = new Set(['void', 'voided', 'deleted', 'cancelled', 'canceled']);
const SYNCABLE_STATUSES: Record<Kind, ReadonlySet<string>> = {
  invoice: new Set(['created']),
  bill: new Set(['approved']),
  invoice_payment: new Set(['posted']),
  bill_payment: new Set(['posted']),
};

/** Takes what is stored of a source's settings; gives them whole. Throws if somebody stored something else. */
export function readSourceSettings(stored: unknown): SourceSettings {
  return settingsSchema.parse(stored ?? {});
}

/** Gives what a source status means: as the tenant mapped it, else by the usual words. Letter case does not matter. */
export function syncabilityOf(kind: Kind, sourceStatus: string | null, settings: SourceSettings): Syncability {
  const status = (sourceStatus ?? '').trim().toLowerCase();
  const mapped = settings.sourceStatuses[kind]?.[status];
  if (mapped !== undefined) return mapped;
  if (VOID_STATUSES.has(status)) return 'void';
  return SYNCABLE_STATUSES[kind].has(status) ? 'syncable' : 'not_yet';
}
