import { z } from 'zod';
import type { ApiCall, PathPart } from './api-call.ts';

const TOKEN: PathPart = {
  name: 'token',
  description: 'The secret part of the address, shown once when the hook is made under Settings, Hooks.',
  schema: { type: 'string', minLength: 1 },
  example: 'hook_secret',
};

const payload = z.unknown().meta({
  id: 'HookPayload',
  description: 'Anything: one outcome or document, or a list of them. The hook’s mapping says which field is which.',
});

const receivedAnswer = z
  .strictObject({ result: z.literal('received'), requestId: z.uuid() })
  .meta({ id: 'HookReceived' });

const explainedAnswer = z
  .strictObject({ says: z.string(), method: z.literal('POST'), example: z.record(z.string(), z.string()) })
  .meta({ id: 'HookExplained' });

/** What the address says to whoever opens it. */
export const HOOK_SAYS =
  'Post to this address, and Tieout keeps what you post: JSON or form data of any shape, one outcome or a list of them. In Zapier choose Webhooks by Zapier, POST; in Make choose HTTP, Make a request, POST. What it cannot place waits in the inbox of the business.';

/** An entry that needs no mapping. */
export const HOOK_EXAMPLE = {
  sync_attempt_id: 'SY12345',
  status: 'failed',
  error_code: 'VENDOR_MISSING_ACCOUNT',
  message: "Vendor 'Acme Corp' is missing a default expense account in QuickBooks.",
  timestamp: '2025-01-20T10:30:00Z',
};

const FORM = { schema: { type: 'object', additionalProperties: true } };

/** The calls of inbound hooks, whose address is their key. */
export const HOOK_CALLS: readonly ApiCall[] = [
  {
    method: 'post',
    path: '/hooks/{token}',
    id: 'postToHook',
    group: 'Hooks',
    summary: 'Post an outcome in your own words',
    description: [
      'For Zapier, Make, BILL and anything that can post: JSON or form data of any shape, at most 10 MiB. Each entry of a list counts by itself. It is answered as soon as it is stored; it is mapped and applied within seconds after, and what can’t be mapped or matched to a record waits in the inbox of the business. Nothing that was answered with 202 is lost.',
      'The flat entry of the example needs no mapping. It finds its record where it names one (`invoice_id`, or `number` and `kind`), or where the attempt or the claim that it names is known.',
      'A sender that numbers its deliveries in the header webhook-id or Idempotency-Key may repeat one: it is stored once.',
    ],
    scope: 'public',
    pathParts: [TOKEN],
    body: payload,
    otherBodies: { 'application/x-www-form-urlencoded': FORM, 'multipart/form-data': FORM },
    answers: [{ status: 202, description: 'Stored.', schema: receivedAnswer }],
    refusals: [400, 404, 413, 429],
    problems: {
      400: 'The body breaks off.',
      404: 'This is not the address of a hook, or it was revoked.',
      413: 'The body is larger than 10 MiB. Its beginning was kept for people to see.',
      429: 'Too many calls in this minute; see Retry-After.',
    },
    examples: [
      {
        name: 'entry',
        summary: 'An entry of a sync log, as it is',
        path: { token: TOKEN.example },
        body: HOOK_EXAMPLE,
        status: 202,
        answer: { result: 'received', requestId: '01936f5e-2c10-7a51-9d3c-5f0b6a1e44aa' },
      },
    ],
  },
  {
    method: 'get',
    path: '/hooks/{token}',
    id: 'explainHook',
    group: 'Hooks',
    summary: 'How the address is used',
    description: ['The same for every address, good or not.'],
    scope: 'public',
    pathParts: [TOKEN],
    answers: [{ status: 200, description: 'In words, with an example.', schema: explainedAnswer }],
    refusals: [],
    examples: [
      {
        name: 'opened',
        summary: 'The address opened in a browser',
        path: { token: TOKEN.example },
        status: 200,
        answer: { says: HOOK_SAYS, method: 'POST', example: HOOK_EXAMPLE },
      },
    ],
  },
];
