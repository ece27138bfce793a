/** One error of a payload, as the sender worded it. */
export type ErrorPart = {
  message: string;
  detail: string | null;
  code: string | null;
  status: number | null;
  element: string | null;
  type: string | null;
};

/** Everything that was understood of a payload: its errors in order, and what was said of all of them. */
export type ReadError = {
  parts: ErrorPart[];
  codes: string[];
  statuses: number[];
  types: string[];
  isPage: boolean;
  /** So many parts, from the first, are the sender's words beside an answer that follows. */
  ahead: number;
};

/** Begins an empty reading. */
export function emptyReading(): ReadError {
  return { parts: [], codes: [], statuses: [], types: [], isPage: false, ahead: 0 };
}

/** Makes a part of a message and whatever else is known of it. */
export function errorPart(message: string, rest: Partial<ErrorPart> = {}): ErrorPart {
  return { message, detail: null, code: null, status: null, element: null, type: null, ...rest };
}

/** The keys that carry words for people, as senders spell them (lower case, without _ and -). */
export const MESSAGE_KEYS: ReadonlySet<string> = new Set([
  'message',
  'msg',
  'errormessage',
  'errormsg',
  'error',
  'title',
  'faultstring',
  'exception',
  'exceptionmessage',
  'errortitle',
  'summary',
  'mensaje',
  'nachricht',
  'usermessage',
  'friendlymessage',
  'humanreadablemessage',
]);
export const DETAIL_KEYS: ReadonlySet<string> = new Set([
  'detail',
  'details',
  'errordetail',
  'errordetails',
  'errordescription',
  'description',
  'reason',
  'hint',
  'longmessage',
]);
export const CODE_KEYS: ReadonlySet<string> = new Set(['code', 'errorcode', 'errornumber', 'errno', 'faultcode']);
export const STATUS_KEYS: ReadonlySet<string> = new Set([
  'status',
  'statuscode',
  'httpstatus',
  'httpcode',
  'httpstatuscode',
]);
export const ELEMENT_KEYS: ReadonlySet<string> = new Set(['element', 'field', 'path', 'property', 'param']);
export const TYPE_KEYS: ReadonlySet<string> = new Set(['type', 'faulttype', 'errortype', 'category', 'name']);
/** The keys under which whoever called a ledger keeps its answer, whatever that is. */
export const ANSWER_KEYS: ReadonlySet<string> = new Set([
  'content',
  'body',
  'data',
  'response',
  'responsebody',
  'responsetext',
  'responsedata',
  'rawresponse',
  'raw',
]);
/** What a caller sent, and how: a document's own words are no error. */
export const REQUEST_KEYS: ReadonlySet<string> = new Set([
  'config',
  'request',
  'requestbody',
  'headers',
  'requestheaders',
  'stack',
]);

/** Gives a key as the lists above spell it. */
export function keyName(key: string): string {
  return key.toLowerCase().replace(/[_\-\s]/g, '');
}
