import type { IconName } from '#components/ui/icon.tsx';
import type { AttemptEnd, ProviderEnd } from '#lib/connections/connect-contract.ts';
import type { ConnectionStatus, ConnectionSummary } from '#lib/connections/connection-contract.ts';
import { LEDGER_WORDS, type Ledger, type LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';

type Standing = { label: string; icon: IconName; tone: 'good' | 'bad' | 'waiting' | 'quiet' };

const STANDINGS: Record<ConnectionStatus, Standing> = {
  connected: { label: 'Connected', icon: 'complete', tone: 'good' },
  lost: { label: 'Lost', icon: 'failed', tone: 'bad' },
  not_connected: { label: 'Not connected', icon: 'excluded', tone: 'quiet' },
  disconnected: { label: 'Disconnected', icon: 'excluded', tone: 'quiet' },
};

/** Takes a connection; gives how it stands, as lists mark it. */
export function standingOf({
  status,
  endsWhenClearAt,
}: Pick<ConnectionSummary, 'status' | 'endsWhenClearAt'>): Standing {
  if (endsWhenClearAt !== null) return { label: 'Ends when clear', icon: 'pending', tone: 'waiting' };
  return STANDINGS[status];
}

/** What stands beside a company that is no real one; null for a real one. */
export const ENVIRONMENT_MARK: Record<LedgerEnvironment, string | null> = {
  production: null,
  sandbox: 'Sandbox',
  demo: 'Demo ledger',
};

type EndWords = { title: string; body: string };

/** Takes why a way to a provider ended; gives what happened and what to do. */
export function endWords(reason: AttemptEnd, ledger: Ledger): EndWords {
  const { name, company } = LEDGER_WORDS[ledger];
  switch (reason) {
    case 'confirmed':
      return { title: 'Connected', body: `What was chosen at ${name} is connected.` };
    case 'cancelled':
      return { title: 'Cancelled', body: 'Nothing was connected, and no token was kept.' };
    case 'denied':
      return {
        title: `The consent was declined at ${name}`,
        body: `Somebody pressed Cancel there, or may not give it: it takes an administrator of the ${company}. Nothing was connected.`,
      };
    case 'scope':
      return {
        title: `${name} does not let this app ask for what Tieout reads`,
        body: `Whoever runs Tieout must allow these scopes for its app at ${name}, or ask for others. Nothing was connected.`,
      };
    case 'expired':
      return {
        title: 'This took too long',
        body: 'What is begun with Connect is good for ten minutes, and what came back for half an hour. Nothing was connected.',
      };
    case 'code_refused':
      return {
        title: `${name} refused to finish`,
        body: `The code that it had given was not honoured. Nothing was connected. Connect once more; if it is refused again, ask whoever runs Tieout.`,
      };
    case 'provider_down':
      return {
        title: `${name} did not answer`,
        body: 'Nothing was connected. Try again in some minutes.',
      };
    case 'provider_error':
      return { title: `${name} said no`, body: 'Nothing was connected. Its own words are below.' };
    case 'misconfigured':
      return {
        title: 'Tieout’s app is not set up rightly',
        body: `${name} refuses its id or its secret. Nothing was connected. Tell whoever runs Tieout.`,
      };
    case 'not_permitted':
      return {
        title: `The ${company} can’t be read`,
        body: `The consent was given, but ${name} does not let Tieout read the ${company} with it. Nothing was connected. Connect again as an administrator of the ${company}.`,
      };
    case 'wrong_company':
      return {
        title: `Another ${company} answered than the one that was named`,
        body: 'So nothing was connected. Connect again, and choose the company at the provider.',
      };
    case 'no_company':
      return {
        title: `No ${company} was chosen`,
        body: `The consent reaches no ${company}. Nothing was connected. Connect again and choose one at ${name}.`,
      };
    default:
      return reason satisfies never;
  }
}

/** Takes what became of a consent at the provider; gives it in a sentence. */
export function providerEndWords(end: ProviderEnd, ledger: Ledger): string {
  const { name, company } = LEDGER_WORDS[ledger];
  switch (end) {
    case 'revoked':
      return `${name} has taken the consent back.`;
    case 'company_removed':
      return `${name} has removed this ${company} from the consent; the others that share it stay connected.`;
    case 'gone':
      return `${name} did not honour the consent any more.`;
    case 'unreachable':
      return `${name} could not be told. The tokens are erased here, so Tieout reaches nothing any more; to end the consent there too, remove Tieout from the connected apps in ${name}.`;
    case 'left':
      return `The consent stays at ${name} for the other companies that share it.`;
    default:
      return end satisfies never;
  }
}
