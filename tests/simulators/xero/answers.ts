import { randomUUID } from 'node:crypto';
import type { Answer } from '../ledger/answer.ts';
import { oauthError } from '../ledger/token-endpoint.ts';

function problem(status: number, title: string, detail: string): Answer {
  const body = { Type: null, Title: title, Status: status, Detail: detail, Instance: randomUUID(), Extensions: {} };
  return { status, body };
}

/** A refusal of what was sent, with its words. */
export function validation(messages: readonly string[], element: Record<string, unknown> = {}): Answer {
  const body = {
    ErrorNumber: 10,
    Type: 'ValidationException',
    Message: 'A validation exception occurred',
    Elements: [{ ...element, ValidationErrors: messages.map((message) => ({ Message: message })) }],
  };
  return { status: 400, body };
}

/** Too many calls: no words, only headers. */
export function tooMany(which: 'minute' | 'day' | 'appminute' | 'concurrent', retryAfterSeconds: number): Answer {
  const headers = {
    'content-type': 'text/plain',
    'retry-after': String(retryAfterSeconds),
    'x-rate-limit-problem': which,
  };
  return { status: 429, body: '', headers };
}

const ARCHIVED =
  'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.';

/** What Xero answers, by name. Each can be asked for as a fault. */
export const XERO_ANSWERS = {
  throttled: () => tooMany('minute', 27),
  throttled_day: () => tooMany('day', 41_220),
  throttled_app: () => tooMany('appminute', 31),
  throttled_concurrent: () => tooMany('concurrent', 1),
  token_expired: () => problem(401, 'Unauthorized', 'TokenExpired: token expired at 2026-01-01T00:00:00Z'),
  token_rejected: () => problem(401, 'Unauthorized', 'AuthenticationUnsuccessful'),
  not_connected: () => problem(403, 'Forbidden', 'AuthenticationUnsuccessful'),
  not_connected_lower_case: () => ({
    status: 403,
    body: {
      title: 'Forbidden',
      status: 403,
      detail: 'AuthenticationUnsuccessful',
      instance: randomUUID(),
      extensions: {},
    },
  }),
  insufficient_scope: () => problem(401, 'Unauthorized', 'AuthorizationUnsuccessful'),
  no_permission: () => validation(['The User specified does not have the correct permissions to perform this action']),
  plan_limit: () => validation(['You have reached the limit of invoices you can approve.']),
  closed_period: () =>
    validation(['The document date cannot be before the period lock date, currently set at 30-Nov-2025']),
  archived_contact: () => validation([ARCHIVED]),
  validation: () => validation(["Account code '200' is not a valid code for this document"]),
  validation_xml: () => ({
    status: 400,
    body: '<?xml version="1.0" encoding="utf-8"?><ApiException xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ErrorNumber>10</ErrorNumber><Type>ValidationException</Type><Message>A validation exception occurred</Message><Elements><DataContractBase><ValidationErrors><ValidationError><Message>Contact Name cannot be empty.</Message></ValidationError></ValidationErrors></DataContractBase></Elements></ApiException>',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
  }),
  partial_success: () => ({
    status: 200,
    body: {
      Id: randomUUID(),
      Status: 'OK',
      Invoices: [
        {
          InvoiceNumber: 'INV-1',
          StatusAttributeString: 'ERROR',
          HasErrors: true,
          HasValidationErrors: true,
          ValidationErrors: [{ Message: 'Invoice # must be unique.' }],
          Warnings: [],
        },
      ],
    },
  }),
  invalid_grant: () => oauthError(400, 'invalid_grant'),
  invalid_client: () => oauthError(401, 'invalid_client'),
  not_found: () => ({
    status: 404,
    body: "The resource you're looking for cannot be found",
    headers: { 'content-type': 'text/html; charset=utf-8' },
  }),
  internal_error: () => ({
    status: 500,
    body: '<html><head><title>500 Internal Server Error</title></head><body><center><h1>500 Internal Server Error</h1></center><hr><center>nginx</center></body></html>',
    headers: { 'content-type': 'text/html' },
  }),
} satisfies Record<string, () => Answer>;
