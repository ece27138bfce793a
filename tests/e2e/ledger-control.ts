import { demoOrigin } from '#lib/ledgers/configuration.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { Order } from '#tests/simulators/ledger/control.ts';
import { orderOf, whatMet } from '#tests/simulators/ledger/order.ts';

/** Orders something of the simulated ledger that the server under test is connected to; gives what each order gave. */
export function order(ledger: Ledger, ...orders: Order[]): Promise<unknown[]> {
  return orderOf(originOf(ledger), ...orders);
}

/** Gives what the simulated ledger has met: calls without their secrets. */
export function reportOf(ledger: Ledger): ReturnType<typeof whatMet> {
  return whatMet(originOf(ledger));
}

function originOf(ledger: Ledger): string {
  const origin = demoOrigin(ledger);
  if (origin === null) throw new Error('The browser’s server has no simulated ledgers');
  return origin;
}
