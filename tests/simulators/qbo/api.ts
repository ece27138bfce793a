import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../ledger/answer.ts';
import type { Clock } from '../ledger/clock.ts';
import { fault, QBO_ANSWERS } from './answers.ts';
import type { GivenDocument, QboCompany } from './company.ts';
import { companyInfo, preferences } from './company-settings.ts';
import { ENTITIES, type Entity, entityNamed, isList, type LedgerRow } from './entities.ts';
import { readStatement, type Statement, StatementError, selectRows } from './statement.ts';

const MOST_CHANGES = 1_000;
const CDC_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether a call to a company asks for a change; a query may be sent by POST too. */
export function isWriteCall({ method, url }: Call): boolean {
  return method !== 'GET' && method !== 'HEAD' && !url.pathname.endsWith('/query');
}

/** Answers a call to one company that is allowed to be made. */
export function answerCompany(company: QboCompany, call: Call, clock: Clock): Answer | Promise<Answer> {
  const [name = '', id = ''] = call.url.pathname.split('/').slice(4);
  const time = new Date(clock.now()).toISOString();
  if (isWriteCall(call)) return write(company, name, call);
  switch (name.toLowerCase()) {
    case 'companyinfo':
      return { status: 200, body: { CompanyInfo: companyInfo(company.realmId, company.settings), time } };
    case 'preferences':
      return { status: 200, body: { Preferences: preferences(company.settings), time } };
    case 'query':
      return query(company, statementIn(call), time);
    case 'cdc':
      return cdc(company, call, clock);
    default: {
      const entity = entityNamed(name);
      return entity === null
        ? fault(400, '500', 'Unsupported Operation', `Operation ${name} is not supported.`)
        : company.read(entity, id);
    }
  }
}

/** What each answer of the API carries; support asks for it. */
export function answerHeaders(): Record<string, string> {
  return { intuit_tid: `1-${randomUUID()}` };
}

function write(company: QboCompany, name: string, call: Call): Answer | Promise<Answer> {
  const entity = documentNamed(name);
  if (entity === null) return fault(400, '500', 'Unsupported Operation', `Operation ${name} is not supported.`);
  let given: GivenDocument;
  try {
    given = JSON.parse(call.body) as GivenDocument;
  } catch {
    return fault(400, '2010', 'Request has invalid or unsupported property', 'failed to parse json object');
  }
  return company.write(entity, given, call.url.searchParams.get('requestid'));
}

function documentNamed(name: string): Entity | null {
  return ENTITIES.find((entity) => entity.toLowerCase() === name.toLowerCase()) ?? null;
}

function statementIn({ method, url, body }: Call): string {
  return method === 'POST' ? body : (url.searchParams.get('query') ?? '');
}

function query(company: QboCompany, text: string, time: string): Answer {
  let statement: Statement;
  try {
    statement = readStatement(text);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return fault(400, '4000', 'Error parsing query', `QueryParserError: ${error.message}`);
  }
  const { entity: name, isCount, start, most } = statement;
  const found = rowsOf(company, statement);
  if (found === null) {
    return fault(400, '4001', 'Invalid query', `QueryValidationError: Unknown entity '${name}' in the query`);
  }
  const rows = selectRows(found, statement);
  if (isCount) return { status: 200, body: { QueryResponse: { totalCount: rows.length }, time } };
  const page = rows.slice(start - 1, start - 1 + most);
  const entity = entityNamed(name) ?? name;
  const answer = page.length === 0 ? {} : { [entity]: page, startPosition: start, maxResults: page.length };
  return { status: 200, body: { QueryResponse: answer, time } };
}

function rowsOf(company: QboCompany, { entity: name, conditions }: Statement): Record<string, unknown>[] | null {
  if (/^companyinfo$/i.test(name)) return [companyInfo(company.realmId, company.settings)];
  if (/^preferences$/i.test(name)) return [preferences(company.settings)];
  const entity = entityNamed(name);
  if (entity === null) return null;
  const rows: LedgerRow[] = company.rows(entity);
  const asksForInactive = !isList(entity) || conditions.some(({ field }) => field === 'Active');
  return asksForInactive ? rows : rows.filter(({ Active }) => Active !== false);
}

function cdc(company: QboCompany, { url }: Call, clock: Clock): Answer {
  const sinceMs = Date.parse(url.searchParams.get('changedSince') ?? '');
  if (Number.isNaN(sinceMs))
    return fault(400, '2020', 'Required param missing', 'Required parameter changedSince is missing');
  if (sinceMs < clock.now() - CDC_DAYS * DAY_MS) {
    return fault(400, '2030', 'Invalid date', `changedSince can be at most ${CDC_DAYS} days in the past`);
  }
  const names = (url.searchParams.get('entities') ?? '').split(',').map((name) => name.trim());
  const entities = names.map(entityNamed);
  const unknown = names.find((_, index) => entities[index] === null);
  if (unknown !== undefined) {
    return fault(400, '2030', 'Invalid entity', `The entity '${unknown}' is not supported by change data capture`);
  }
  let left = MOST_CHANGES;
  const answers = entities.flatMap((entity) => {
    if (entity === null) return [];
    const { rows, deleted } = company.changedSince(entity, sinceMs);
    const gone = deleted.map(({ Id, deletedAt }) => ({
      domain: 'QBO',
      status: 'Deleted',
      Id,
      MetaData: { LastUpdatedTime: deletedAt },
    }));
    const page = [...rows, ...gone].slice(0, left);
    left -= page.length;
    return page.length === 0 ? [{}] : [{ [entity]: page, startPosition: 1, maxResults: page.length }];
  });
  const time = new Date(clock.now()).toISOString();
  return { status: 200, body: { CDCResponse: [{ QueryResponse: answers }], time } };
}

/** Why a company can't be read at all now; null when it can. */
export function companyRefusal(company: QboCompany): Answer | null {
  if (company.settings.hasUserLostAccess) return QBO_ANSWERS.no_access();
  return company.settings.isLapsed ? QBO_ANSWERS.subscription_lapsed() : null;
}
