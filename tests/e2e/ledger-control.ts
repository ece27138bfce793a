import { demoOrigin } from '#lib/ledgers/configuration.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { CONTROL_PATH, type Order, type report } from '#tests/simulators/ledger/control.ts';

/** What a simulated ledger has met. */
type Report = ReturnType<typeof report>;

/** Orders something of the simulated ledger that the server under test is connected to; gives what each order gave. */
export async function order(ledger: Ledger, ...orders: Order[]): Promise<unknown[]> {
  const answer = await fetch(originOf(ledger) + CONTROL_PATH, { method: 'POST', body: JSON.stringify(orders) });
  const body = (await answer.json()) as { results: unknown[]; error?: string };
  if (!answer.ok) throw new Error(`The simulator refused: ${body.error}`);
  return body.results;
}

/** Gives what the simulated ledger has met: calls without their secrets. */
export async function reportOf(ledger: Ledger): Promise<Report> {
  const answer = await fetch(originOf(ledger) + CONTROL_PATH);
  return (await answer.json()) as Report;
}

function originOf(ledger: Ledger): string {
  const origin = demoOrigin(ledger);
  if (origin === null) throw new Error('The browser’s server has no simulated ledgers');
  return origin;
}
