/** Begins a line that the ledger's answer says, beside what the sender of a failure worded. */
export const MARK = '↳ ';
const FIRST_MARK = /(?:^|\n)↳ /;
/** A page of a proxy shows by its beginning that it is one. */
export const PAGE = '<html> ';

/** Says whether a text has lines that `writeAnswerLines` wrote. */
export function hasAnswerLines(text: string): boolean {
  return text.includes(MARK) && FIRST_MARK.test(text);
}

/** Gives a told text without the lines of an answer: the sender's own words, if there are any. */
export function sendersWords(text: string): string {
  const at = FIRST_MARK.exec(text)?.index;
  return at === undefined ? text : text.slice(0, at);
}

/** Gives the lines of an answer as people read them, without the sender's own words; null where there are none. */
export function answerWords(told: string | null): string | null {
  if (told === null || !hasAnswerLines(told)) return null;
  return answerLines(told)
    .map((line) => (line.startsWith(PAGE) ? line.slice(PAGE.length) : line))
    .join('\n');
}

/** Gives the lines of an answer, each without what marks it. */
export function answerLines(told: string): string[] {
  return told
    .slice(sendersWords(told).length)
    .split(/(?:^|\n)↳ /)
    .filter((line) => line !== '');
}
