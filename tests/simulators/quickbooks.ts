import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

export const ENTITIES = ['Invoice', 'Bill', 'Payment', 'BillPayment'] as const;
export type Entity = (typeof ENTITIES)[number];

/** A document as the ledger holds it, with the fields that it is given. */
export type LedgerDocument = Record<string, unknown> & {
  Id: string;
  SyncToken: string;
  TotalAmt: number;
  PrivateNote?: string;
  MetaData: { CreateTime: string; LastUpdatedTime: string };
};

/** How far a writing call is: it has arrived, what it asks for is done, its answer is away. */
export type Phase = 'received' | 'stored' | 'answered';

type Options = {
  /** For so long a `requestid` is known again; after that the same call writes once more. */
  requestMemoryMs: number;
  /** Who is in its list of customers and vendors. */
  knows: (name: string) => boolean;
  /** What goes wrong with a call: too many of them, a proxy without a server, an answer that gets lost. */
  fault: () => 'throttled' | 'unavailable' | 'answer_lost' | null;
  /** Told of each writing call, by the bearer token of who calls. */
  onPhase: (token: string, phase: Phase) => void;
};

/** A running QuickBooks Online: one company, whose documents are kept in memory. */
export type QuickBooks = {
  /** Where the API is, up to and with the company. */
  url: string;
  documents: (entity: Entity) => LedgerDocument[];
  close: () => Promise<void>;
};

type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/**
 * Serves what sync jobs need of QuickBooks Online's accounting API v3: create and full update by POST, read by id, and
 * query by one field. As the real one does, it takes a number twice unless somebody looks first, refuses an old
 * SyncToken, and knows a `requestid` again for some time alone.
 */
export async function startQuickBooks(options: Options): Promise<QuickBooks> {
  const company = new Company(options);
  const realm = '4620816365';
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://ledger');
    const [version, , asked, name, id] = url.pathname.split('/').slice(1);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const body = await text(request);
    if (token === undefined) return send(response, unauthenticated());
    if (version !== 'v3' || asked !== realm)
      return send(response, fault(403, '3100', 'ApplicationAuthorizationFailed'));
    const isWrite = request.method === 'POST';
    if (isWrite) options.onPhase(token, 'received');
    const wrong = options.fault();
    if (wrong === 'throttled') return send(response, throttled());
    if (wrong === 'unavailable')
      return send(response, { status: 503, body: '<html><body>503 Service Unavailable</body></html>' });
    // It takes a moment, in which whoever asked may be gone.
    if (isWrite) await delay(Math.random() * 4);
    const answer = isWrite
      ? company.write(entityOf(name), JSON.parse(body) as Given, url.searchParams.get('requestid'))
      : name === 'query'
        ? company.query(url.searchParams.get('query') ?? '')
        : company.read(entityOf(name), id ?? '');
    if (isWrite) options.onPhase(token, 'stored');
    if (wrong === 'answer_lost') {
      response.destroy();
      return;
    }
    response.once('finish', () => isWrite && options.onPhase(token, 'answered'));
    send(response, answer);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v3/company/${realm}`,
    documents: (entity) => company.documents(entity),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Given = Record<string, unknown> & {
  Id?: string;
  SyncToken?: string;
  TotalAmt?: number;
  CustomerRef?: { name?: string };
  VendorRef?: { name?: string };
  Line?: { Amount?: number; LinkedTxn?: { TxnId: string; TxnType: string }[] }[];
};

class Company {
  readonly #options: Options;
  readonly #documents = new Map<Entity, Map<string, LedgerDocument>>(ENTITIES.map((entity) => [entity, new Map()]));
  readonly #requests = new Map<string, { at: number; answer: Answer }>();
  #lastId = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  documents(entity: Entity): LedgerDocument[] {
    return [...this.#of(entity).values()];
  }

  write(entity: Entity, given: Given, requestId: string | null): Answer {
    const known = requestId === null ? undefined : this.#requests.get(requestId);
    if (known !== undefined && Date.now() - known.at < this.#options.requestMemoryMs) return known.answer;
    const answer = this.#refusal(given) ?? this.#store(entity, given);
    if (requestId !== null && answer.status === 200) this.#requests.set(requestId, { at: Date.now(), answer });
    return answer;
  }

  read(entity: Entity, id: string): Answer {
    const document = this.#of(entity).get(id);
    return document === undefined
      ? fault(
          400,
          '610',
          'Object Not Found',
          "Object Not Found : Something you're trying to use has been made inactive.",
        )
      : { status: 200, body: { [entity]: document, time: new Date().toISOString() } };
  }

  query(statement: string): Answer {
    const parts = /^select \* from (\w+) where (\w+) = '((?:[^'\\]|\\.)*)'$/i.exec(statement);
    if (parts === null) return fault(400, '4000', 'Error parsing query', `QueryParserError: ${statement}`);
    const [, name, field = '', quoted = ''] = parts;
    const entity = entityOf(name?.toLowerCase());
    const value = quoted.replaceAll(/\\(.)/g, '$1');
    const found = this.documents(entity).filter((document) => document[field] === value);
    return { status: 200, body: { QueryResponse: found.length === 0 ? {} : { [entity]: found } } };
  }

  #of(entity: Entity): Map<string, LedgerDocument> {
    return this.#documents.get(entity) ?? new Map();
  }

  #refusal(given: Given): Answer | null {
    const name = given.CustomerRef?.name ?? given.VendorRef?.name ?? '';
    if (!this.#options.knows(name)) {
      return fault(400, '2500', 'Invalid Reference Id', `Invalid Reference Id : Names element id ${name} not found`);
    }
    for (const { TxnId, TxnType } of given.Line?.flatMap(({ LinkedTxn = [] }) => LinkedTxn) ?? []) {
      if (!this.#of(entityOf(TxnType.toLowerCase())).has(TxnId)) {
        return fault(400, '620', 'Invalid Linked Transaction', `The transaction ${TxnId} can't be linked`);
      }
    }
    return null;
  }

  #store(entity: Entity, given: Given): Answer {
    const now = new Date().toISOString();
    const total =
      given.TotalAmt ?? (given.Line ?? []).reduce((sum, { Amount = 0 }) => sum + Math.round(Amount * 100), 0) / 100;
    const before = given.Id === undefined ? undefined : this.#of(entity).get(given.Id);
    if (given.Id !== undefined && before === undefined) return this.read(entity, given.Id);
    if (before !== undefined && before.SyncToken !== given.SyncToken) {
      return fault(
        400,
        '5010',
        'Stale Object Error',
        'Stale Object Error : You and somebody else were working on this at the same time.',
      );
    }
    if (before === undefined) this.#lastId += 1;
    const document: LedgerDocument = {
      ...given,
      Id: before?.Id ?? String(this.#lastId),
      SyncToken: before === undefined ? '0' : String(Number(before.SyncToken) + 1),
      TotalAmt: total,
      MetaData: { CreateTime: before?.MetaData.CreateTime ?? now, LastUpdatedTime: now },
    };
    this.#of(entity).set(document.Id, document);
    return { status: 200, body: { [entity]: document, time: now } };
  }
}

function entityOf(name: string | undefined): Entity {
  const entity = ENTITIES.find((one) => one.toLowerCase() === name);
  if (entity === undefined) throw new Error(`QuickBooks Online has no ${name}`);
  return entity;
}

function fault(status: number, code: string, message: string, detail = message): Answer {
  const type = status === 400 ? 'ValidationFault' : 'AuthorizationFault';
  const error = { Message: message, Detail: detail, code, element: '' };
  return { status, body: { Fault: { Error: [error], type }, time: new Date().toISOString() } };
}

function unauthenticated(): Answer {
  const message = 'message=AuthenticationFailed; errorCode=003200; statusCode=401';
  const error = [{ message, detail: 'Token expired', code: '3200', element: null }];
  return { status: 401, body: { warnings: null, intuitObject: null, fault: { error, type: 'AUTHENTICATION' } } };
}

function throttled(): Answer {
  const message = 'message=ThrottleExceeded; errorCode=003001; statusCode=429';
  return {
    status: 429,
    body: { fault: { error: [{ message, code: '3001' }], type: 'SERVICE' } },
    headers: { 'retry-after': '0' },
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json',
    intuit_tid: randomUUID(),
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
