import { z } from 'zod';
import { toEmailAddress } from '#lib/access/email-address.ts';
import { hostOf, readTargetUrl } from '#lib/webhooks/target-url.ts';
import type { ChannelType } from './channel-contract.ts';

/** The hosts at which Slack and Teams take messages; a Teams workflow has its address at Power Automate. */
const HOSTS: Record<'slack' | 'teams', RegExp> = {
  slack: /^hooks\.slack(-gov)?\.com$/,
  teams: /(^|\.)(webhook\.office\.com|outlook\.office\.com|logic\.azure\.com|api\.powerplatform\.com)$/,
};

const EMAIL_MAX = 255;

const REFUSED: Record<'slack' | 'teams', string> = {
  slack: 'must be an incoming webhook of Slack: https://hooks.slack.com/services/…',
  teams: 'must be an incoming webhook of Microsoft Teams, from Workflows or from the channel’s connectors',
};

/** An address that may be told things, with what may be shown of it; or what is wrong, to be read after the field's name. */
export type ChannelAddress = { address: string; shown: string; problem: null } | { address: null; problem: string };

/**
 * Takes a channel's type and what was typed; gives the address and what may be shown of it. Only hosts of Slack and of
 * Microsoft are called, and this computer where WEBHOOK_ALLOW_LOOPBACK allows it.
 */
export function readChannelAddress(type: ChannelType, text: string): ChannelAddress {
  if (type === 'email') {
    const address = toEmailAddress(text);
    if (address.length > EMAIL_MAX || !z.email().safeParse(address).success)
      return { address: null, problem: 'must be an e-mail address' };
    return { address, shown: address, problem: null };
  }
  const { url, problem } = readTargetUrl(text.trim());
  if (url === null) return { address: null, problem };
  // Over http nothing but this computer passes the look at the target.
  const isHere = url.protocol === 'http:';
  if (!isHere && !HOSTS[type].test(hostOf(url))) return { address: null, problem: REFUSED[type] };
  return { address: url.href, shown: url.host, problem: null };
}
