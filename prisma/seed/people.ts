import type { Random } from './random.ts';

export const DEMO_PASSWORD = 'tieout-demo';

/** The memberships of the demo: one tenant each. */
export const DEMO_PEOPLE = [
  {
    email: 'accountant@acme.example',
    name: 'Ada Moreno',
    tenant: 'acme',
    roles: ['accounting_sync'],
    what: 'Acme Freight, accounting',
  },
  {
    email: 'admin@acme.example',
    name: 'Grace Whitfield',
    tenant: 'acme',
    roles: ['admin', 'accounting_sync'],
    what: 'Acme Freight, admin and accounting',
  },
  {
    email: 'restricted@acme.example',
    name: 'Tom Okafor',
    tenant: 'acme',
    roles: ['accounting_sync', 'hide_export_to_excel'],
    what: 'Acme Freight, accounting without the Excel export',
  },
  { email: 'guest@acme.example', name: 'Nina Park', tenant: 'acme', roles: [], what: 'Acme Freight, without a role' },
  {
    email: 'accountant@globex.example',
    name: 'Liam Nguyen',
    tenant: 'globex',
    roles: ['accounting_sync'],
    what: 'Globex Logistics, accounting',
  },
] as const;

/** A person of the demo as the database knows it. */
export type DemoPerson = (typeof DEMO_PEOPLE)[number] & { id: string };

/** Gives the demo's people with their ids. */
export function makePeople(random: Random, atMs: number): DemoPerson[] {
  return DEMO_PEOPLE.map((person, index) => ({ ...person, id: random.id(atMs + index) }));
}
