import { z } from 'zod';
import { readTargetUrl } from './target-url.ts';
import { EVENT_TYPES, URL_MAX } from './webhook-contract.ts';

const target = z
  .string('must be text')
  .superRefine((text, context) => {
    const { problem } = readTargetUrl(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem, input: text });
  })
  .meta({ format: 'uri', maxLength: URL_MAX, example: 'https://example.com/hooks/tieout' });

/** What a subscription is made from. `targetUrl` is what Zapier's REST hooks call the address. */
export const subscriptionInput = z
  .strictObject({
    url: target.optional().meta({ description: 'Where events are posted to: https, a public host. Or `targetUrl`.' }),
    targetUrl: target.optional().meta({ description: 'The same, as Zapier names it; one of the two.' }),
    events: z
      .array(z.enum(EVENT_TYPES, `must be one of ${EVENT_TYPES.join(', ')}`))
      .min(1, 'must have at least one entry')
      .max(EVENT_TYPES.length, 'must name each type once')
      .refine((events) => new Set(events).size === events.length, 'must name each type once'),
  })
  .check((context) => {
    const { url, targetUrl } = context.value;
    if ((url === undefined) !== (targetUrl === undefined)) return;
    const message = url === undefined ? 'is required' : 'must be given once, as url or as targetUrl';
    context.issues.push({ code: 'custom', path: ['url'], message, input: url ?? '' });
  })
  .meta({ id: 'WebhookInput' });
