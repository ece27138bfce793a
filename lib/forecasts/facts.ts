import type { ChartType, Party } from '#lib/comparisons/comparison-contract.ts';
import type { ContactIndexes } from '#lib/comparisons/contact-indexes.ts';
import type { LedgerIndex } from '#lib/comparisons/match-chart.ts';
import type { Day } from '#lib/core/dates.ts';
import type { ListType } from '#lib/ledger-lists/list-contract.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { Kind } from '#lib/records/kinds.ts';
import type { SourceSettings } from '#lib/sources/source-settings.ts';

/** A code as a line names it; of a tracking option, its category and it. */
export type LineCode = { type: ChartType; code: string; category: string | null };

/** A document that a payment pays and that is not Complete, with what is told of it. */
export type UnfinishedDocument = {
  kind: Kind;
  name: string;
  state: 'unknown' | 'excluded' | 'pending' | 'failed';
  willFail: boolean;
};

/** What has the record's number already: another record, or a document that the ledger itself holds. */
export type NumberHolder = { recordId: string | null; reference: string | null };

/** A record as the rules see it. */
export type RecordFacts = {
  id: string;
  kind: Kind;
  version: number;
  connectionId: string | null;
  source: { id: string; name: string; settings: SourceSettings };
  number: string | null;
  currency: string | null;
  documentDate: Day | null;
  /** Whom the ledger's contact is: the payer of sales, the billing organisation of purchases. */
  party: string | null;
  emails: string[];
  sourceStatus: string | null;
  /** Whether the source ever sent lines. */
  hasLines: boolean;
  /** Whether a line names neither an account nor an item, so that what is set for its contact must do. */
  hasUncodedLine: boolean;
  /** It was refused last because its customer or vendor has no account that would do. */
  lacksDefaultAccount: boolean;
  codes: LineCode[];
  unfinished: UnfinishedDocument[];
  holder: NumberHolder | null;
};

/** Whether a list can be gone by, and when it was read. */
export type ListFacts = { readAt: Date | null; isRecent: boolean };

/** The accounts that a contact has set for lines which name none; by whom it is on a document. */
export type DefaultAccounts = Record<Party, string | null>;

/** A company's lists, filed so that names and codes can be looked up. */
export type References = {
  chart: LedgerIndex;
  contacts: ContactIndexes;
  currencies: ReadonlySet<string>;
  /** By the ledger's ids of contacts, of those that have any; null of a ledger that tells nobody. */
  defaultAccounts: ReadonlyMap<string, DefaultAccounts> | null;
};

/** The company that a record is for, as it is known at this moment. */
export type Place = {
  connectionId: string;
  ledger: Ledger;
  companyName: string;
  status: string;
  company: CompanyFacts | null;
  lists: Partial<Record<ListType, ListFacts>>;
  /** Why the sync job's own link to the company does not work; null where nothing says so. */
  jobOutage: string | null;
  /** Some documents are refused here because their contacts have no default account: its jobs count on them. */
  needsDefaultAccounts: boolean;
  references: References;
};

/** What all records of a tenant are judged by. */
export type Basis = {
  places: readonly Place[];
  /** Sync jobs here take their records from Tieout, which hands out none that is not ready. */
  hasClaims: boolean;
};
