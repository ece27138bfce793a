import type { CompanyFacts, LedgerReader, ReaderInput } from '../ledger.ts';
import { LedgerError } from '../ledger-error.ts';
import { LEDGER_WORDS } from '../ledger-names.ts';
import { readJson, readRetryAfter } from '../provider-words.ts';
import { flagAt, needRow, readDay, rowsAt, textAt } from '../read-fields.ts';
import { type ReadOptions, readOnlyRequest } from '../read-only-request.ts';
import type { Reply } from '../send-call.ts';
import { qboAddresses } from './addresses.ts';
import { findQboDocuments, readQboDocument, readQboDocuments } from './documents.ts';
import { qboRefusal } from './errors.ts';
import { readQboList } from './lists.ts';

const PROVIDER = LEDGER_WORDS.qbo.name;
/** Below it the provider takes this one anyway. */
const MINOR_VERSION = '75';
/** What `CompanyInfo.Id` is within every company; elsewhere it is the company's own. */
const ID_WITHIN = '1';

/** Reads one company of QuickBooks Online, by own calls, since the library's hide what the provider says. */
export function qboReader(
  { environment, companyId, access, onQuota, pace }: ReaderInput,
  options?: ReadOptions,
): LedgerReader {
  const base = `${qboAddresses(environment).api}/${encodeURIComponent(companyId)}/`;

  async function get(path: string, query: Record<string, string> = {}): Promise<unknown> {
    const url = new URL(path, base);
    if (!url.href.startsWith(base)) {
      throw new LedgerError(`${path} is not of this company.`, { trouble: 'refused' });
    }
    for (const [name, value] of Object.entries({ ...query, minorversion: MINOR_VERSION })) {
      url.searchParams.set(name, value);
    }
    const headers = { authorization: `Bearer ${access}`, accept: 'application/json' };
    await pace?.();
    const reply = await readOnlyRequest(
      { method: 'GET', url: url.href, headers, provider: PROVIDER },
      {
        ...options,
        onReply: (seen) => onQuota?.(quotaOf(seen)),
      },
    );
    const refused = qboRefusal(reply, [access]);
    if (refused !== null) throw refused;
    return readJson(reply.body);
  }

  const readInfo = async () =>
    needRow(await get(`companyinfo/${encodeURIComponent(companyId)}`), 'CompanyInfo', PROVIDER);
  const readPreferences = async () => needRow(await get('preferences'), 'Preferences', PROVIDER);
  const select = async (statement: string) =>
    needRow(await get('query', { query: statement }), 'QueryResponse', PROVIDER);
  const changes = (entities: string, since: Date) => get('cdc', { entities, changedSince: since.toISOString() });
  const named = (info: unknown) => {
    const id = textAt(info, 'Id');
    return { companyId: id === null || id === ID_WITHIN ? companyId : id, name: textAt(info, 'CompanyName') ?? '' };
  };

  return {
    ledger: 'qbo',
    get,
    probe: async () => named(await readInfo()),
    readCompany: async () => {
      const [info, preferences] = await Promise.all([readInfo(), readPreferences()]);
      return { ...named(info), ...companyFacts(info, preferences), isDemo: environment !== 'production' };
    },
    readList: (type, from) => readQboList(type, from, { select, readPreferences }),
    readDocuments: (kind, from) => readQboDocuments(kind, from, { select, changes }),
    findDocuments: (kind, number) => findQboDocuments(kind, number, { select }),
    readDocument: (kind, externalKey) => readQboDocument(kind, externalKey, { select }),
  };
}

function companyFacts(info: unknown, preferences: unknown): Omit<CompanyFacts, 'companyId' | 'name' | 'isDemo'> {
  const pairs = rowsAt(info, 'NameValue');
  const pairValue = (name: string) => {
    const pair = pairs.find((one) => textAt(one, 'Name') === name);
    return pair === undefined ? null : textAt(pair, 'Value');
  };
  const classes = ['ClassTrackingPerTxn', 'ClassTrackingPerTxnLine'].map((name) =>
    flagAt(preferences, `AccountingInfoPrefs.${name}`),
  );
  return {
    legalName: textAt(info, 'LegalName'),
    country: textAt(info, 'Country'),
    homeCurrency: textAt(preferences, 'CurrencyPrefs.HomeCurrency.value'),
    plan: pairValue('OfferingSku'),
    subscription: pairValue('SubscriptionStatus'),
    closedThrough: readDay(preferences, 'AccountingInfoPrefs.BookCloseDate', PROVIDER),
    yearClosedThrough: null,
    hasMultiCurrency: flagAt(preferences, 'CurrencyPrefs.MultiCurrencyEnabled'),
    hasClasses: classes.every((flag) => flag === null) ? null : classes.includes(true),
    hasLocations: flagAt(preferences, 'AccountingInfoPrefs.TrackDepartments'),
    actions: null,
  };
}

/** QuickBooks says how much is left nowhere; only that it was too much. */
function quotaOf(reply: Reply) {
  const isRefused = qboRefusal(reply)?.trouble === 'rate_limited';
  const retryAfterSeconds = isRefused ? (readRetryAfter(reply.headers['retry-after']) ?? 60) : null;
  return { dayLeft: null, minuteLeft: null, retryAfterSeconds, isRefused };
}
