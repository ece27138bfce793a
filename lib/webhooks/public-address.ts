import ipaddr from 'ipaddr.js';

/** Global addresses of IPv6; what lies outside is of no use, or of special use that the library may not know yet. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/** Belongs to the public range, but answers every machine of a cloud with that machine's own secrets. */
const PUBLIC_METADATA = new Set(['168.63.129.16']);

/**
 * Takes an address as text; says whether a webhook may go there: a public one, also if it is written as IPv6 with an
 * IPv4 address inside. Private, loopback, link-local (with the metadata of clouds), shared, multicast and reserved
 * addresses are not, nor is what leads through a translator or a tunnel. With `isLoopbackAllowed` this computer is too.
 */
export function isAllowedAddress(text: string, { isLoopbackAllowed }: { isLoopbackAllowed: boolean }): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  const range = address.range();
  if (range === 'loopback') return isLoopbackAllowed;
  if (range !== 'unicast' || PUBLIC_METADATA.has(address.toString())) return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_IPV6);
}
