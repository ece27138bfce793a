import { AppError } from '#lib/core/app-error.ts';

/** What an action could not do, and why: in all, and field by field. */
export type Refusal = { isDone: false; message: string; fields: Record<string, string> };

/** What became of a server action: what it gives, or a refusal to show where it was asked for. */
export type Outcome<Value> = { isDone: true; value: Value } | Refusal;

/** Runs a verb for a form; gives its value, or the refusal in words. What is no refusal is thrown on. */
export async function outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { isDone: true, value: await work() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // By the field of the form, and by the part of it for a form that has one for each.
    const fields = Object.fromEntries(
      error.fields.flatMap(({ field, message }) => [
        [field, message],
        [field.replace(/[[.].*$/, ''), message],
      ]),
    );
    return { isDone: false, message: error.message, fields };
  }
}
