import type { CompanyFacts, LedgerReader, QuotaSeen, ReaderInput } from '../ledger.ts';
import { LedgerError } from '../ledger-error.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { readCount, readJson, readRetryAfter } from '../provider-words.ts';
import { flagAt, needRows, type Row, readDay, rowsAt, textAt } from '../read-fields.ts';
import { type ReadOptions, readOnlyRequest } from '../read-only-request.ts';
import type { Reply } from '../send-call.ts';
import { xeroAddresses } from './addresses.ts';
import { findXeroDocuments, readXeroDocument, readXeroDocuments } from './documents.ts';
import { xeroRefusal } from './errors.ts';
import { readXeroList, UNCHANGED } from './lists.ts';

const PROVIDER = LEDGER_WORDS.xero.name;
const ALLOWED = 'ALLOWED';

/**
 * Reads one organisation of Xero, by own calls: the library's have no time limit, and it would hold every way to write.
 */
export function xeroReader(
  { environment, companyId, access, onQuota, pace }: ReaderInput,
  options?: ReadOptions,
): LedgerReader {
  const base = `${xeroAddresses(environment).api}/`;

  async function ask(path: string, query: Record<string, string>, since: Date | null): Promise<unknown> {
    const url = new URL(path, base);
    if (!url.href.startsWith(base)) throw new LedgerError(`${path} is not of this API.`, { trouble: 'refused' });
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = {
      authorization: `Bearer ${access}`,
      accept: 'application/json',
      'xero-tenant-id': companyId,
      ...(since === null ? {} : { 'if-modified-since': since.toISOString() }),
    };
    await pace?.();
    const reply = await readOnlyRequest(
      { method: 'GET', url: url.href, headers, provider: PROVIDER },
      {
        ...options,
        onReply: (seen) => onQuota?.(quotaOf(seen)),
      },
    );
    // Nothing was modified since.
    if (reply.status === 304) return UNCHANGED;
    const refused = xeroRefusal(reply, [access]);
    if (refused !== null) throw refused;
    return readJson(reply.body);
  }

  const get = (path: string, query: Record<string, string> = {}) => ask(path, query, null);

  async function readOrganisation(): Promise<Row> {
    const [organisation] = rowsAt(await get('Organisation'), 'Organisations');
    if (organisation !== undefined) return organisation;
    throw new LedgerError(`${PROVIDER} answered without an organisation.`, { trouble: 'unavailable' });
  }

  const named = (organisation: Row) => ({
    companyId: textAt(organisation, 'OrganisationID') ?? companyId,
    name: textAt(organisation, 'Name') ?? '',
  });

  return {
    ledger: 'xero',
    get,
    probe: async () => named(await readOrganisation()),
    readCompany: async () => {
      const [organisation, actions] = await Promise.all([readOrganisation(), get('Organisation/Actions')]);
      const facts = companyFacts(organisation, needRows(actions, 'Actions', PROVIDER));
      return { ...named(organisation), ...facts, isDemo: facts.isDemo || environment === 'demo' };
    },
    readList: (type, from) => readXeroList(type, from, ask),
    readDocuments: (kind, from) => readXeroDocuments(kind, from, ask),
    findDocuments: (kind, number) => findXeroDocuments(kind, number, ask),
    readDocument: (kind, externalKey) => readXeroDocument(kind, externalKey, ask),
  };
}

function companyFacts(organisation: Row, actionRows: Row[]): Omit<CompanyFacts, 'companyId' | 'name'> {
  const actions = Object.fromEntries(
    actionRows.map((action) => [textAt(action, 'Name') ?? '', textAt(action, 'Status') === ALLOWED]),
  );
  return {
    legalName: textAt(organisation, 'LegalName'),
    country: textAt(organisation, 'CountryCode'),
    homeCurrency: textAt(organisation, 'BaseCurrency'),
    plan: textAt(organisation, 'Class'),
    subscription: textAt(organisation, 'OrganisationStatus'),
    isDemo: flagAt(organisation, 'IsDemoCompany') ?? false,
    closedThrough: readDay(organisation, 'PeriodLockDate', PROVIDER),
    yearClosedThrough: readDay(organisation, 'EndOfYearLockDate', PROVIDER),
    hasMultiCurrency: actions.UseMulticurrency ?? null,
    hasClasses: null,
    hasLocations: null,
    actions,
  };
}

function quotaOf({ status, headers }: Reply): QuotaSeen {
  return {
    dayLeft: readCount(headers['x-daylimit-remaining']),
    minuteLeft: readCount(headers['x-minlimit-remaining']),
    retryAfterSeconds: status === 429 ? readRetryAfter(headers['retry-after']) : null,
    isRefused: status === 429,
  };
}
