import { Webhook } from 'standardwebhooks';

/**
 * Gives the headers of one call, signed per the Standard Webhooks specification. The id is the event's, the same at every
 * try; the time is the try's own. Each secret signs: two while the one before the present one still holds.
 */
export function signedHeaders(
  eventId: string,
  body: string,
  secrets: readonly string[],
  at: Date,
): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(eventId, at, body));
  return {
    'content-type': 'application/json',
    'user-agent': 'Tieout-Webhooks/1',
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
