import type { Answer } from '../ledger/answer.ts';
import { oauthError } from '../ledger/token-endpoint.ts';

/** A refusal of the API itself, with a capital F. */
export function fault(status: number, code: string, message: string, detail = message, element = ''): Answer {
  const type =
    code === '100' || code === '110'
      ? 'AuthenticationFault'
      : ['120', '130', '3100'].includes(code)
        ? 'AuthorizationFault'
        : ['10000', '140', '150'].includes(code)
          ? 'SystemFault'
          : 'ValidationFault';
  const error = { Message: message, Detail: detail, code, element };
  return { status, body: { Fault: { Error: [error], type }, time: new Date().toISOString() } };
}

/** A refusal of the gateway before it, in lower case. */
function gatewayFault(status: number, code: string, name: string, type: string, detail: string | null = null): Answer {
  const message = `message=${name}; errorCode=00${code}; statusCode=${status}`;
  const error = [{ message, detail, code, element: null }];
  const rest = { report: null, queryResponse: null, batchItemResponse: [], attachableResponse: [] };
  const tail = { syncErrorResponse: null, requestId: null, time: Date.now(), status: null, cdcresponse: [] };
  return { status, body: { warnings: null, intuitObject: null, fault: { error, type }, ...rest, ...tail } };
}

function xmlFault(status: number, code: string, type: string, message: string, detail: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="${new Date().toISOString()}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="${type}"><Error code="${code}"><Message>${message}</Message><Detail>${detail}</Detail></Error></Fault></IntuitResponse>`;
  return { status, body, headers: { 'content-type': 'application/xml;charset=UTF-8' } };
}

const MADE_INACTIVE =
  "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.";
const LAPSED_DETAIL =
  "The company can't be changed: QuickBooks Online trial or subscription period has ended, or there is a billing problem.";

/** What QuickBooks Online answers, by name. Each can be asked for as a fault. */
export const QBO_ANSWERS = {
  throttled: () =>
    gatewayFault(429, '3001', 'ThrottleExceeded', 'SERVICE', 'The request limit was reached. Try again later.'),
  throttled_xml: () =>
    xmlFault(
      429,
      '3001',
      'SERVICE',
      'message=ThrottleExceeded; errorCode=003001; statusCode=429',
      'The request limit was reached.',
    ),
  throttled_403: () => gatewayFault(403, '3001', 'ThrottleExceeded', 'SERVICE'),
  token_expired: () =>
    gatewayFault(
      401,
      '3200',
      'AuthenticationFailed',
      'AUTHENTICATION',
      'Token expired: AB01...expired. Please refresh the token.',
    ),
  token_rejected: () =>
    gatewayFault(
      401,
      '3200',
      'AuthenticationFailed',
      'AUTHENTICATION',
      'Malformed bearer token: too short or too long',
    ),
  authentication_failure: () =>
    fault(401, '100', 'AuthenticationFailed', 'SRV-110-Authentication Failure , statusCode: 401'),
  no_access: () =>
    fault(403, '120', 'Authorization Failure', '-11014-You do not have access to use QuickBooks Online Plus'),
  wrong_cluster: () =>
    fault(403, '130', 'Wrong Cluster', 'The request was sent to the wrong cluster for this company.'),
  company_locked: () => fault(403, '140', 'Company Locked', 'The company is locked out.'),
  under_maintenance: () => fault(503, '150', 'Company Under Maintenance', 'The company is under maintenance.'),
  not_authorised: () => gatewayFault(403, '3100', 'ApplicationAuthorizationFailed', 'AUTHORIZATION'),
  insufficient_scope: () =>
    gatewayFault(
      403,
      '3100',
      'AuthorizationFailed',
      'AUTHORIZATION',
      'The access token does not have sufficient scope for this resource.',
    ),
  internal_error: () => gatewayFault(500, '3100', 'InternalServerError', 'SERVICE'),
  application_error: () => fault(500, '10000', 'An application error has occurred while processing your request'),
  subscription_lapsed: () => fault(400, '6190', 'Invalid Company Status', `Invalid Company Status : ${LAPSED_DETAIL}`),
  subscription_lapsed_text: () => ({
    status: 200,
    body: `Invalid Company Status : ${LAPSED_DETAIL}`,
    headers: { 'content-type': 'text/plain' },
  }),
  subscription_or_url: () =>
    fault(403, '7001', 'Subscription for company has lapsed or Invalid destination URL', 'errorCode=007001'),
  closed_period: () =>
    fault(
      400,
      '6210',
      'Account Period Closed, Cannot Update Through Services API',
      'The account period has closed and the account books cannot be updated through the QBO Services API.',
    ),
  permission_denied: () =>
    fault(403, '5020', 'Permission Denied', 'Permission Denied Error : The feature is not in your plan.'),
  fault_with_200: () => ({ ...fault(400, '500', 'Unsupported Operation', 'Operation is not supported.'), status: 200 }),
  several_errors: () => ({
    status: 400,
    body: {
      Fault: {
        Error: [
          {
            Message: 'Duplicate Document Number Error',
            Detail:
              'Duplicate Document Number Error : You must specify a different number. This number has already been used.',
            code: '6140',
            element: '',
          },
          { Message: 'Account Period Closed', Detail: 'The account period has closed.', code: '6210', element: '' },
        ],
        type: 'ValidationFault',
      },
      time: new Date().toISOString(),
    },
  }),
  ill_formed_xml: () => ({
    status: 400,
    body: '<IntuitResponse><Fault type="ValidationFault"><Error code="6070" element="Line"><Message>Amount is not equal to UnitPrice * Qty. Supplied value:<10 & 2></Message></Error></Fault>',
    headers: { 'content-type': 'application/xml' },
  }),
  invalid_grant: () => oauthError(400, 'invalid_grant', 'Incorrect or invalid refresh token'),
  invalid_grant_bare: () => oauthError(400, 'invalid_grant'),
  invalid_client: () => oauthError(401, 'invalid_client'),
  not_found: () => fault(400, '610', 'Object Not Found', MADE_INACTIVE),
} satisfies Record<string, () => Answer>;
