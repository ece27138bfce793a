import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isAllowedAddress } from './public-address.ts';

/** Finds every address of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** The target leads to where no webhook may go. */
export class RefusedTargetError extends Error {}

/** Asks the system, as every other connection does. */
export const systemResolve: Resolve = (name) =>
  new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });

/**
 * Gives the lookup of one connection: it finds the addresses of the name once, refuses the whole name if any of them is
 * not allowed, and hands these very addresses to the connection, so that a name can't lead elsewhere after the check.
 */
export function guardedLookup(resolve: Resolve, allowed: { isLoopbackAllowed: boolean }): LookupFunction {
  return (name, options, callback) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) return callback(new Error(`${name} has no address`), '', 4);
        if (!addresses.every(({ address }) => isAllowedAddress(address, allowed))) {
          return callback(new RefusedTargetError('Not sent: the address leads into a private network.'), '', 4);
        }
        if (options.all) return callback(null, [...addresses]);
        callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 4),
    );
  };
}
