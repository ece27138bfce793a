import { CONTROL_PATH, type Order, type report } from './control.ts';

type Report = ReturnType<typeof report>;

/** Asks a simulator in another process for something; gives the result of each order. @throws Error when it refuses */
export async function orderOf(origin: string, ...orders: Order[]): Promise<unknown[]> {
  const answer = await fetch(`${origin}${CONTROL_PATH}`, { method: 'POST', body: JSON.stringify(orders) });
  const { results, error } = (await answer.json()) as { results?: unknown[]; error?: string };
  if (results === undefined) throw new Error(`The simulator refused: ${error}`);
  return results;
}

/** What a simulator in another process has met, such as its calls and how many of them would change something. */
export async function whatMet(origin: string): Promise<Report> {
  return (await (await fetch(`${origin}${CONTROL_PATH}`)).json()) as Report;
}
