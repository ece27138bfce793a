import { z } from 'zod';
import { EVENT_EXAMPLES } from '#lib/webhooks/event-examples.ts';
import { samplesQuery } from '#lib/webhooks/query-samples.ts';
import { subscriptionInput } from '#lib/webhooks/subscription-input.ts';
import {
  EVENT_TYPES,
  EVENT_WORDS,
  ITEMS_MAX,
  OVERLAP_HOURS,
  RETRY_DAYS,
  SUBSCRIPTIONS_MAX,
} from '#lib/webhooks/webhook-contract.ts';
import type { ApiCall } from './api-call.ts';
import { EVENT_BODIES } from './event-bodies.ts';
import { ID_EXAMPLE } from './examples.ts';
import type { Json } from './operation.ts';
import { idPart } from './path-parts.ts';

const instant = z.iso.datetime({ offset: true });

const fields = {
  id: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(EVENT_TYPES)),
  state: z
    .enum(['active', 'paused', 'off'])
    .meta({ description: `off: its address is gone (410), or nothing has arrived for ${RETRY_DAYS} days.` }),
  createdAt: instant,
  lastDeliveredAt: instant.nullable(),
  lastFailedAt: instant.nullable(),
  lastProblem: z.string().nullable(),
};

const webhook = z.strictObject(fields).meta({ id: 'Webhook' });
const newWebhook = z
  .strictObject({
    ...fields,
    secret: z.string().meta({ description: 'What the calls are signed with. It is shown this once.' }),
  })
  .meta({ id: 'NewWebhook' });
const page = z.strictObject({ webhooks: z.array(webhook), nextCursor: z.null() }).meta({ id: 'WebhookPage' });
const removed = z.strictObject({ id: z.uuid(), isDeleted: z.literal(true) }).meta({ id: 'RemovedWebhook' });
const samples = z
  .strictObject({ events: z.array(z.union(EVENT_TYPES.map((type) => EVENT_BODIES[type]))) })
  .meta({ id: 'WebhookSamples' });

const WEBHOOK_EXAMPLE = {
  id: ID_EXAMPLE,
  url: 'https://example.com/hooks/tieout',
  events: ['record.pending', 'attempt.failed'],
  state: 'active',
  createdAt: '2026-11-22T10:30:00.000Z',
  lastDeliveredAt: null,
  lastFailedAt: null,
  lastProblem: null,
};

/** The calls by which a job, or a Zap, says what it wants to be told. */
export const WEBHOOK_CALLS: readonly ApiCall[] = [
  {
    method: 'post',
    path: '/webhooks',
    id: 'createWebhook',
    group: 'Webhooks',
    summary: 'Subscribe an address to events',
    description: [
      `From then on each event is posted there as JSON, signed per the Standard Webhooks specification (webhook-id, webhook-timestamp, webhook-signature) with the \`secret\` of the answer. For ${OVERLAP_HOURS} hours after a new secret was made both sign.`,
      `An answer of 2xx means that it arrived. Anything else, a redirect too, is tried again for ${RETRY_DAYS} days, then the webhook is switched off; 410 switches it off at once. An event may come twice, always with the same \`webhook-id\`, and order is not promised: compare \`contentVersion\` and read the record where it matters.`,
      `One event holds up to ${ITEMS_MAX} records or attempts; a larger change makes several. Answer quickly and work afterwards: a call is given 15 seconds.`,
      'The address must be https on a public host. A webhook belongs to the source of the key that made it.',
    ],
    scope: 'webhooks:write',
    body: subscriptionInput,
    answers: [{ status: 200, description: 'Subscribed.', schema: newWebhook }],
    problems: {
      409: `There are ${SUBSCRIPTIONS_MAX} webhooks already. Or a call with this Idempotency-Key is still going on.`,
    },
    examples: [
      {
        name: 'zapier',
        summary: 'As Zapier’s REST hooks subscribe',
        body: { targetUrl: WEBHOOK_EXAMPLE.url, events: WEBHOOK_EXAMPLE.events },
        status: 200,
        answer: { ...WEBHOOK_EXAMPLE, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfBFjb3Nfk=' },
      },
    ],
  },
  {
    method: 'get',
    path: '/webhooks',
    id: 'listWebhooks',
    group: 'Webhooks',
    summary: 'The webhooks of the key’s source',
    description: ['All of them at once, since there are few.'],
    scope: 'webhooks:write',
    answers: [{ status: 200, description: 'The webhooks, newest first.', schema: page }],
    examples: [
      {
        name: 'one',
        summary: 'The one subscribed above',
        status: 200,
        answer: { webhooks: [WEBHOOK_EXAMPLE], nextCursor: null },
      },
    ],
  },
  {
    method: 'get',
    path: '/webhooks/samples',
    id: 'listWebhookSamples',
    group: 'Webhooks',
    summary: 'What the events of a type look like',
    description: ['The latest events there were, or an example: what Zapier shows while a Zap is set up.'],
    scope: 'webhooks:write',
    query: samplesQuery,
    answers: [{ status: 200, description: 'Up to three events as they are posted.', schema: samples }],
    examples: [
      {
        name: 'example',
        summary: 'Before there was one',
        query: { event: 'attempt.failed' },
        status: 200,
        answer: { events: [EVENT_EXAMPLES['attempt.failed']] },
      },
    ],
  },
  {
    method: 'delete',
    path: '/webhooks/{id}',
    id: 'deleteWebhook',
    group: 'Webhooks',
    summary: 'Unsubscribe',
    description: ['Nothing more is sent, not even what waits. Done again it answers the same.'],
    scope: 'webhooks:write',
    pathParts: [idPart('The id of the webhook, as POST /webhooks gave it.')],
    answers: [{ status: 200, description: 'Removed.', schema: removed }],
    problems: { 404: 'The key’s source has no such webhook.' },
    examples: [
      {
        name: 'unsubscribe',
        summary: 'Take the one above away',
        path: { id: ID_EXAMPLE },
        status: 200,
        answer: { id: ID_EXAMPLE, isDeleted: true },
      },
    ],
  },
];

/** What Tieout posts, as OpenAPI's `webhooks`; `nameOf` gives the name that a schema has in the document's components. */
export function postedEvents(nameOf: (schema: z.ZodType) => string): Json {
  return Object.fromEntries(
    EVENT_TYPES.map((type) => {
      const { label, does } = EVENT_WORDS[type];
      const schema = { $ref: `#/components/schemas/${nameOf(EVENT_BODIES[type])}` };
      const content = { 'application/json': { schema, example: EVENT_EXAMPLES[type] } };
      const responses = { '2XX': { description: 'It arrived.' }, 410: { description: 'Send nothing more.' } };
      const post = {
        operationId: type,
        summary: label,
        description: does,
        tags: ['Webhooks'],
        requestBody: { required: true, content },
        responses,
      };
      return [type, { post: { ...post, security: [] } }];
    }),
  );
}
