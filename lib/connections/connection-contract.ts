import type { Ledger, LedgerEnvironment } from '#lib/ledgers/ledger-names.ts';

/**
 * `not_connected`: named by a record, never authorised; `connected`; `lost`: the provider no longer honours it;
 * `disconnected`: ended by a person.
 */
export const CONNECTION_STATUSES = ['not_connected', 'connected', 'lost', 'disconnected'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

/** What the time line can tell. Its facts are in `connection_event.facts`, its words beside the screens. */
export const CONNECTION_EVENTS = [
  'connected',
  'reconnected',
  'company_changed',
  'disconnect_asked',
  'disconnect_withdrawn',
  'disconnected',
  'lost',
  'recovered',
  'tokens_refreshed_late',
  'ends_soon',
  'company_facts_changed',
  'outage_began',
  'outage_ended',
  'check_changed',
  'list_read_anew',
  'reported_by_job',
  'put_back',
] as const;
export type ConnectionEventType = (typeof CONNECTION_EVENTS)[number];

/** A connection as lists show it; instants are ISO texts. */
export type ConnectionSummary = {
  id: string;
  ledger: Ledger;
  environment: LedgerEnvironment;
  companyId: string;
  companyName: string;
  status: ConnectionStatus;
  statusSince: string;
  statusReason: string | null;
  connectedAt: string | null;
  connectedByName: string | null;
  /** When a person must have connected anew at the latest; null where it is not connected. */
  refreshEndsAt: string | null;
  hardEndsAt: string | null;
  /** Asked for, and coming when nothing is pending, held or in doubt any more. */
  endsWhenClearAt: string | null;
};

/** What a source's sync job last said of its own link to a company. */
export type LinkReport = {
  source: string;
  sourceName: string;
  state: 'ok' | 'broken';
  message: string | null;
  checkedAt: string;
};

/** A connection of the list, with what sync jobs say of it. */
export type ListedConnection = ConnectionSummary & {
  country: string | null;
  homeCurrency: string | null;
  plan: string | null;
  reports: LinkReport[];
  /** Something of it does not work at this moment. */
  hasOpenOutage: boolean;
};
