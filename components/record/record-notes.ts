import type { RecordDetail } from '#lib/records/record-contract.ts';

/** Something that a person should know before acting: a short name and what it means here. */
export type RecordNote = { name: string; meaning: string };

type Noted = Pick<
  RecordDetail,
  | 'isInDoubt'
  | 'isVoidInLedger'
  | 'isAlreadyInLedger'
  | 'hasTwoReferences'
  | 'isTriedAfterClosing'
  | 'isChangedSinceSync'
  | 'isChangedSinceFailed'
  | 'excludedAt'
  | 'excludedReason'
  | 'referenceNumber'
  | 'contentVersion'
  | 'syncedContentVersion'
>;

/** Takes a record; gives what is unusual about it, the gravest first. */
export function recordNotes(record: Noted): RecordNote[] {
  const reference = record.referenceNumber === null ? '' : ` as ${record.referenceNumber}`;
  const notes: (RecordNote | null)[] = [
    record.excludedAt === null
      ? null
      : {
          name: 'Excluded',
          meaning: `${sentence(record.excludedReason) ?? 'No reason was given.'} It is out of every status list and count.`,
        },
    !record.isInDoubt
      ? null
      : {
          name: 'In doubt',
          meaning:
            'A sync job took it and said nothing in time, so it may be in the ledger. Look there: set it to Complete if it is, or put it back to Pending if it is not.',
        },
    !record.isVoidInLedger
      ? null
      : {
          name: 'Void here, still in the ledger',
          meaning: `The source system voided it after it was written to the ledger${reference}. Void it there too.`,
        },
    !record.isAlreadyInLedger
      ? null
      : {
          name: 'Already in the ledger',
          meaning: `A job wrote it${reference}. Trying it again may write it twice.`,
        },
    !record.hasTwoReferences
      ? null
      : {
          name: 'Two references',
          meaning: `The number entered by hand and the one a job reported differ, so it may be in the ledger twice.`,
        },
    !record.isTriedAfterClosing
      ? null
      : {
          name: 'Tried again after closing',
          meaning: 'A job tried it after a person had completed it, and failed. It stays Complete.',
        },
    !record.isChangedSinceSync
      ? null
      : {
          name: 'Changed since sync',
          meaning: `The document is at version ${record.contentVersion}, the ledger has version ${record.syncedContentVersion ?? 'unknown'}.`,
        },
    !record.isChangedSinceFailed
      ? null
      : {
          name: 'Changed since it failed',
          meaning: 'The document was changed after the last try, so the message may no longer hold.',
        },
  ];
  return notes.filter((note) => note !== null);
}

function sentence(text: string | null): string | null {
  if (text === null || text === '') return null;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
