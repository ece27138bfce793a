import type { Cause } from '../causes.ts';

/** What a payload's own class of error says where nothing else does: QuickBooks' fault types and BILL's categories. */
export function typeMeaning(type: string): readonly [Cause, number] | null {
  const word = type.toLowerCase();
  if (/^(?:systemfault|server|downstream)$/.test(word)) return ['provider_outage', 1.2];
  if (/^authentication(?:fault)?$/.test(word)) return ['token_expired', 1.4];
  if (/^authorization(?:fault)?$/.test(word)) return ['insufficient_permission', 1.4];
  return null;
}

/**
 * What an HTTP status says where the words leave it open. Xero answers 401 to a token that ran out and 403 to one that may
 * not see that organisation, both with the word AuthenticationUnsuccessful.
 */
export function statusMeaning(status: number, provider: string, words: string): readonly [Cause, number] | null {
  if (status === 429) return ['rate_limit', 3.5];
  if (status >= 500 && status !== 501 && status !== 505) return ['provider_outage', 2.3];
  if (status === 408) return ['provider_outage', 2];
  const isXero = provider === 'xero' || (provider !== 'qbo' && words.includes('authentication unsuccessful'));
  if (status === 401)
    return words.includes('authorization unsuccessful') ? ['insufficient_scope', 4] : ['token_expired', 1.6];
  if (status === 403 && isXero) return ['wrong_company', words.includes('authentication unsuccessful') ? 4 : 1.6];
  if (status === 403) return ['insufficient_permission', 1.6];
  if (status === 404) return ['voided_or_deleted', 1.2];
  if (status === 402) return ['subscription_lapsed', 1.6];
  if (status === 409) return ['stale_object', 1.1];
  return null;
}
