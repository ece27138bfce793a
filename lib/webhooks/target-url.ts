import { isIP } from 'node:net';
import { env } from '#lib/env.ts';
import { isAllowedAddress } from './public-address.ts';
import { URL_MAX } from './webhook-contract.ts';

const HTTPS_PORT = 443;
const FIRST_FREE_PORT = 1_024;
/** Ports above 1023 behind which something else than a web server listens: databases, caches, desktops, telephony. */
const NOT_WEB = new Set([
  1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672,
  5900, 5984, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 7000, 7001, 9042, 9092, 9200, 9300, 10080,
  11211, 27017,
]);
const INSIDE = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/** A target that may be called, or what is wrong with it, to be read after the name of the field. */
export type TargetUrl = { url: URL; problem: null } | { url: null; problem: string };

/**
 * Takes the text of an address; says whether webhooks may go there, by what it says alone: where its name leads is
 * looked at when it is called, since that can change. `WEBHOOK_ALLOW_LOOPBACK` allows this computer, over http too.
 */
export function readTargetUrl(text: string): TargetUrl {
  const url = text.length <= URL_MAX && URL.canParse(text) ? new URL(text) : null;
  if (text.length > URL_MAX || (url?.href.length ?? 0) > URL_MAX) {
    return refused(`must be at most ${URL_MAX.toLocaleString('en')} characters`);
  }
  if (url === null) return refused('must be an address such as https://example.com/hook');
  const isLoopbackAllowed = env().WEBHOOK_ALLOW_LOOPBACK;
  const host = hostOf(url);
  const isHere = isLoopbackAllowed && (host === 'localhost' || isLoopback(host));
  if (url.protocol !== 'https:' && !(isHere && url.protocol === 'http:')) return refused('must begin with https://');
  if (url.username !== '' || url.password !== '') {
    return refused('must not hold a user or a password; use a token in its path if it needs one');
  }
  if (url.hash !== '') return refused('must not hold a # part, which is never sent');
  if (isHere) return { url, problem: null };
  if (isIP(host) !== 0) {
    if (!isAllowedAddress(host, { isLoopbackAllowed })) return refused('must lead to a public address');
  } else if (!host.includes('.') || INSIDE.test(host)) return refused('must lead to a public host');
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  if (port !== HTTPS_PORT && (port < FIRST_FREE_PORT || NOT_WEB.has(port))) {
    return refused('must use the port 443, or one from 1024 on that is not kept for something else');
  }
  return { url, problem: null };
}

/** Gives the host without the brackets of IPv6 and without the dot that may end a name. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function isLoopback(host: string): boolean {
  return isAllowedAddress(host, { isLoopbackAllowed: true }) && !isAllowedAddress(host, { isLoopbackAllowed: false });
}

function refused(problem: string): TargetUrl {
  return { url: null, problem };
}
