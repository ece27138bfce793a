import type { FieldError } from '#lib/core/app-error.ts';
import type { NamedRecord } from '#lib/mapping/mapping-contract.ts';

/** Takes how a payload names its record, the source looked through, and how many records fit; gives why none was taken. */
export function whyUnmatched(named: NamedRecord, source: string, candidates: number): FieldError {
  const { sourceId, number } = named;
  if (sourceId === null && number === null) {
    return { field: 'record.sourceId', message: 'The payload does not say which record it means.' };
  }
  const said = sourceId !== null ? `the ID ${sourceId}` : `the number ${number}`;
  const message =
    candidates === 0
      ? `No record of ${source} has ${said}.`
      : `More than one record of ${source} has ${said}. Match it to the right one.`;
  return { field: sourceId !== null ? 'record.sourceId' : 'record.number', message: storable(message).slice(0, 500) };
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
