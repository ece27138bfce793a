import { diagnoseMessage } from './cause-rules.ts';
import { CONFIDENT, type Diagnosis, type Failure } from './diagnose.ts';
import { isCutPayload, writeAnswerLines } from './reading/answer-lines.ts';
import { hasAnswerLines } from './reading/answer-words.ts';
import { RAW_MAX, readError } from './reading/read-error.ts';

/** So many characters of a message, its last ones, are looked for in the answer. */
const END_MIN = 4;
const END_LENGTH = 60;

/** A failure as it was reported: what the sender said of it, and the ledger's answer as text. */
export type ReportedFailure = Required<Pick<Failure, 'errorMessage' | 'errorCode'>> & { raw: string | null };

/**
 * Gives the text by which a failure is known where that is not its message alone: the message with what the ledger's
 * answer adds to it, if the message by itself says nothing sure; what the answer says, or the code, if no message came.
 * Null where the message tells it, and where nothing was said at all. The words are the ledger's, and bounded.
 */
export function toldMessage({ errorMessage, errorCode, raw }: ReportedFailure): string | null {
  const message = errorMessage ?? null;
  if (raw === null) return message === null ? (errorCode ?? null) : null;
  if (message === null) return answerOf(raw, errorCode ?? '') ?? errorCode ?? null;
  const isBeginning = isCut(message, raw);
  if (!isBeginning && isSure(diagnoseMessage(message, errorCode ?? null))) return null;
  const answer = answerOf(raw, `${isBeginning ? '' : message}\n${errorCode ?? ''}`);
  if (answer === null) return null;
  return isBeginning && answer.includes(withoutDots(message)) ? answer : `${message}\n${answer}`;
}

/** Gives the text by which a failure is known; null where nothing was said. */
export function knownBy(failure: { errorMessage: string | null; toldMessage: string | null }): string | null {
  return failure.toldMessage ?? failure.errorMessage;
}

/** Says whether a message is the beginning of what the answer says whole: half a sentence may mean another thing. */
function isCut(message: string, raw: string): boolean {
  const end = unescaped(withoutDots(message)).slice(-END_LENGTH);
  if (end.length < END_MIN) return false;
  const whole = unescaped(raw.slice(0, RAW_MAX));
  const at = whole.indexOf(end);
  return at !== -1 && (isCutPayload(message) || /^[^"<]/.test(whole.charAt(at + end.length)));
}

function withoutDots(text: string): string {
  return text.replace(/(?:…|\.{3})\s*$/, '').trim();
}

/** JSON within JSON has its quotes escaped, and spaces of its own. */
function unescaped(text: string): string {
  return text.replace(/(?:\\{1,8}[nrt]|\s)+|\\/g, '');
}

function answerOf(raw: string, known: string): string | null {
  // What looks like lines of ours is somebody's words all the same.
  const reading = readError(hasAnswerLines(raw) ? raw.replaceAll('↳', '>') : raw);
  return writeAnswerLines(reading, known);
}

/** A status that a message names, or that a field is wrong, leaves open which: the answer may know. */
function isSure({ cause, confidence, evidence }: Diagnosis): boolean {
  return confidence >= CONFIDENT && cause !== 'invalid_data' && !evidence.every((words) => words.startsWith('HTTP '));
}
