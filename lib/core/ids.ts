import { v7, validate } from 'uuid';

/** Gives a new UUIDv7: unique, and ordered by the time it was made. */
export function newId(): string {
  return v7();
}

/** Takes any text; says whether it is a UUID, so that a query never meets one that is not. */
export function isId(text: string): boolean {
  return validate(text);
}
