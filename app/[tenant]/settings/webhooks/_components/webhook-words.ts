import type { IconName } from '#components/ui/icon.tsx';
import type { Delivery, OffReason, SentType, Subscription } from '#lib/webhooks/webhook-contract.ts';

type Standing = { label: string; icon: IconName; tone: 'good' | 'bad' | 'waiting' | 'quiet' };

/** Gives how a webhook does, in a word. */
export function subscriptionStanding({ state, failingSince }: Pick<Subscription, 'state' | 'failingSince'>): Standing {
  switch (state) {
    case 'active':
      return failingSince === null
        ? { label: 'On', icon: 'complete', tone: 'good' }
        : { label: 'Failing', icon: 'failed', tone: 'bad' };
    case 'paused':
      return { label: 'Paused', icon: 'excluded', tone: 'quiet' };
    case 'off':
      return { label: 'Switched off', icon: 'failed', tone: 'bad' };
    case 'deleted':
      return { label: 'Removed', icon: 'excluded', tone: 'quiet' };
    default:
      return state satisfies never;
  }
}

/** Gives what became of an event, in a word. */
export function deliveryStanding({ state, tries, isUnderWay }: Delivery): Standing {
  switch (state) {
    case 'delivered':
      return { label: 'Arrived', icon: 'complete', tone: 'good' };
    case 'waiting':
      if (isUnderWay) return { label: 'Being sent', icon: 'pending', tone: 'waiting' };
      return { label: tries === 0 ? 'Waiting' : 'To be tried again', icon: 'pending', tone: 'waiting' };
    case 'failed':
      return { label: 'Given up', icon: 'failed', tone: 'bad' };
    case 'cancelled':
      return { label: 'Not sent', icon: 'excluded', tone: 'quiet' };
    default:
      return state satisfies never;
  }
}

/** Why a webhook was switched off, and what to do. */
export const OFF_WORDS: Record<OffReason, string> = {
  gone: 'Its address answered that it is gone (410).',
  failing: 'Nothing arrived there for three days.',
  key_revoked: 'The API key that made it was revoked.',
};

/** Gives what an event is about, beside its type. */
export function itemsWords(type: SentType, items: number, locale: string): string | null {
  if (type === 'webhook.test' || type === 'bulk.finished') return null;
  const noun = type === 'attempt.failed' ? 'attempt' : 'record';
  return `${items.toLocaleString(locale)} ${noun}${items === 1 ? '' : 's'}`;
}
