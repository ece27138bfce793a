import type { Answer, Call } from './answer.ts';
import type { Consent } from './authorize.ts';
import { controlPage } from './control-page.ts';
import type { Fault, Place } from './faults.ts';
import type { SimulatedCompany, Simulator } from './simulator.ts';

/** What a test in another process, or a person at the control page, asks of a simulator. */
export type Order =
  | { do: 'fault'; place: Place; fault: Fault; times?: number; pathPart?: string }
  | { do: 'clear_faults' }
  | { do: 'clear_log' }
  | { do: 'move_clock'; seconds: number }
  | { do: 'consent'; consent: Consent }
  | { do: 'add_company'; plan: unknown }
  | { do: 'grant'; companyIds: string[]; scopes?: string[] }
  | { do: 'settings'; company: string; change: Record<string, unknown> }
  | { do: 'put'; company: string; entity: string; row: Record<string, unknown> }
  | { do: 'change'; company: string; entity: string; name: string; change: Record<string, unknown> }
  | { do: 'remove'; company: string; entity: string; rowId: string }
  | { do: 'void'; company: string; entity: string; rowId: string }
  | { do: 'disconnect'; company: string }
  | { do: 'scopes'; company: string; scopes: string[] }
  | { do: 'limit'; limit: string; most: number }
  | { do: 'use_calls'; limit: string; company: string; calls: number };

/** The path for orders; what a simulator has met is read there too. */
export const CONTROL_PATH = '/_control';

/** The simulator's own pages: `/` for people, `/_control` for programs. */
export function answerControl(simulator: Simulator, call: Call): Answer {
  const { method, url, headers, body } = call;
  const { origin } = headers;
  if (origin !== undefined && origin !== 'null' && new URL(origin).host !== headers.host) {
    return { status: 403, body: { error: 'Orders come from the control page itself.' } };
  }
  if (url.pathname === '/' && method === 'GET') return controlPage(simulator);
  if (url.pathname === '/' && method === 'POST') {
    carryOut(simulator, orderInForm(new URLSearchParams(body)));
    return { status: 303, body: '', headers: { location: '/' } };
  }
  if (url.pathname !== CONTROL_PATH) return { status: 404, body: { error: 'There is nothing here.' } };
  if (method === 'GET') return { status: 200, body: report(simulator) };
  try {
    const orders = [JSON.parse(body)].flat() as Order[];
    return { status: 200, body: { results: orders.map((order) => carryOut(simulator, order) ?? null) } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

/** What a simulator has met, as `GET /_control` gives it. */
export function report({ log, faults, companies, clock }: Simulator) {
  return {
    now: new Date(clock.now()).toISOString(),
    calls: log.calls,
    writes: log.writes.length,
    faults: faults.waiting,
    companies: companies.map((company) => ({ id: company.id, settings: company.settings, rows: company.counts() })),
  };
}

/** Does what is asked. @throws RangeError for what is not there */
export function carryOut(simulator: Simulator, order: Order): unknown {
  switch (order.do) {
    case 'fault':
      return simulator.faults.next(order.place, order.fault, order);
    case 'clear_faults':
      return simulator.faults.clear();
    case 'clear_log':
      return simulator.log.clear();
    case 'move_clock':
      return simulator.clock.moveBy(Number(order.seconds));
    case 'consent':
      return simulator.consentNext(order.consent);
    case 'add_company':
      return simulator.addCompany(order.plan);
    case 'grant': {
      const { accessToken, refreshToken } = simulator.grantTo(order.companyIds, order.scopes);
      return { accessToken, refreshToken };
    }
    case 'settings':
      return Object.assign(companyOf(simulator, order.company).settings, order.change);
    case 'put':
      return companyOf(simulator, order.company).put(order.entity as never, order.row);
    case 'change':
      return companyOf(simulator, order.company).change(order.entity as never, order.name, order.change);
    case 'remove':
      return companyOf(simulator, order.company).remove(order.entity as never, order.rowId);
    case 'void':
      return companyOf(simulator, order.company).voidDocument(order.entity as never, order.rowId);
    case 'disconnect':
      return simulator.disconnect(order.company);
    case 'scopes':
      return simulator.narrowScopes(order.company, order.scopes);
    case 'limit':
      return Object.assign(limitOf(simulator, order.limit).limit, { most: order.most });
    case 'use_calls':
      return limitOf(simulator, order.limit).use(order.company, order.calls);
    default:
      throw new RangeError(`There is no such order: ${JSON.stringify(order satisfies never)}`);
  }
}

function companyOf({ companies }: Simulator, id: string): SimulatedCompany {
  const company = companies.find((one) => one.id === id);
  if (company === undefined) throw new RangeError(`There is no company ${id}`);
  return company;
}

function limitOf({ limits }: Simulator, name: string) {
  const limit = limits[name];
  if (limit === undefined) throw new RangeError(`There is no limit ${name}`);
  return limit;
}

/** The order of a button, and what a person wrote beside it: a field named `change.Name` goes into its `change`. */
function orderInForm(form: URLSearchParams): Order {
  const order = JSON.parse(form.get('order') ?? '{}') as Record<string, Record<string, unknown> | unknown>;
  for (const [path, value] of form) {
    const [first = '', second] = path.split('.');
    if (first === 'order') continue;
    if (second === undefined) order[first] = value;
    else order[first] = { ...(order[first] as object), [second]: value === '' ? null : value };
  }
  return order as Order;
}
