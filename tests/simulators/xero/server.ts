import { randomBytes, randomUUID } from 'node:crypto';
import type { Answer, Call } from '../ledger/answer.ts';
import { type AuthorizePage, authorize, type Consent } from '../ledger/authorize.ts';
import { Clock } from '../ledger/clock.ts';
import { type Fault, Faults, type Place } from '../ledger/faults.ts';
import { RateLimit } from '../ledger/rate-limit.ts';
import { RequestLog } from '../ledger/request-log.ts';
import { type Provider, serve } from '../ledger/serve.ts';
import { answerTokenCall, isClient, oauthError } from '../ledger/token-endpoint.ts';
import { type Grant, type IssuedTokens, type TokenState, TokenStore } from '../ledger/token-store.ts';
import { tooMany, XERO_ANSWERS, type XeroAnswerName } from './answers.ts';
import { answerOrganisation } from './api.ts';
import { XeroOrganisation, type XeroOrganisationPlan, type XeroOrganisationState } from './organisation.ts';

const MINUTE = 60;
const DAY = 86_400;

const PATHS: Record<string, Place> = {
  '/identity/connect/authorize': 'authorize',
  '/connect/token': 'token',
  '/connect/revocation': 'revoke',
};

/** An organisation that a person has connected with the app. */
type Connection = {
  id: string;
  tenantId: string;
  authEventId: string;
  createdDateUtc: string;
  updatedDateUtc: string;
};

/** How to run a Xero. */
export type XeroOptions = {
  organisations: readonly XeroOrganisationPlan[];
  clientId?: string;
  clientSecret?: string;
  /** Null takes any. */
  redirectUris?: readonly string[] | null;
  /** The scopes that the app may ask for; null for any. */
  allowedScopes?: readonly string[] | null;
  /** 0 takes a free one. */
  port?: number;
  clock?: Clock;
  /** What an earlier process kept. */
  state?: XeroState;
  onChange?: () => void;
  chance?: () => Fault | null;
};

/** What of it survives its process. */
export type XeroState = {
  tokens: TokenState;
  connections: Connection[];
  organisations: XeroOrganisationState[];
  clockOffsetMs: number;
};

/** A running Xero. */
export class Xero {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly tokens: TokenStore;
  /** Calls of a minute and a day by organisation, and of a minute by app. */
  readonly limits: { minute: RateLimit; day: RateLimit; appMinute: RateLimit };
  readonly #options: XeroOptions;
  readonly #organisations = new Map<string, XeroOrganisation>();
  #connections: Connection[] = [];
  #consents: Consent[] = [];
  /** Where it listens. */
  origin = '';
  close: () => Promise<void> = async () => {};

  constructor(options: XeroOptions) {
    this.#options = options;
    this.clientId = options.clientId ?? 'xero-client';
    this.clientSecret = options.clientSecret ?? 'xero-secret';
    this.clock = options.clock ?? new Clock(options.state?.clockOffsetMs);
    this.limits = {
      minute: new RateLimit({ most: 60, seconds: MINUTE }, this.clock),
      day: new RateLimit({ most: 5_000, seconds: DAY }, this.clock),
      appMinute: new RateLimit({ most: 10_000, seconds: MINUTE }, this.clock),
    };
    this.tokens = new TokenStore(
      {
        accessSeconds: 30 * MINUTE,
        refreshSeconds: 60 * DAY,
        graceSeconds: 30 * MINUTE,
        hardSeconds: null,
        secondExchangeRevokes: false,
        makeAccessToken: accessToken,
        makeRefreshToken: () => randomBytes(32).toString('base64url'),
        onGrant: (grant) => this.#connect(grant),
      },
      this.clock,
    );
    for (const plan of options.organisations) {
      this.#organisations.set(plan.tenantId, new XeroOrganisation(plan, this.clock));
    }
    if (options.state !== undefined) this.#restore(options.state);
  }

  /** Listens; gives itself. */
  async start(): Promise<this> {
    const { port = 0 } = this.#options;
    const parts = { provider: this.#provider(), clock: this.clock, faults: this.faults, log: this.log, port };
    const { origin, close } = await serve(parts);
    this.origin = origin;
    this.close = close;
    return this;
  }

  get organisations(): readonly XeroOrganisation[] {
    return [...this.#organisations.values()];
  }

  /** @throws RangeError for an organisation it has not got */
  organisation(tenantId: string): XeroOrganisation {
    const organisation = this.#organisations.get(tenantId);
    if (organisation === undefined) throw new RangeError(`There is no organisation ${tenantId}`);
    return organisation;
  }

  /** Tokens as after a consent, without its steps; the organisations are connected. */
  grant(tenantIds: string[], scopes: string[]): IssuedTokens {
    return this.tokens.issue({ companyIds: tenantIds, scopes });
  }

  /** Decides the next authorize page beforehand: the browser is then sent back at once. */
  consentNext(consent: Consent): void {
    this.#consents.push(consent);
  }

  /** The customer disconnects the app from one organisation: its tokens live on and reach it no more. */
  disconnect(tenantId: string): void {
    this.#connections = this.#connections.filter((connection) => connection.tenantId !== tenantId);
  }

  /** Leaves the tokens of an organisation without some of their scopes. */
  narrowScopes(tenantId: string, scopes: string[]): void {
    for (const grant of this.tokens.grantsOf(tenantId)) grant.scopes = scopes;
  }

  state(): XeroState {
    return {
      tokens: this.tokens.state(),
      connections: this.#connections,
      organisations: this.organisations.map((organisation) => organisation.state()),
      clockOffsetMs: this.clock.offsetMs,
    };
  }

  #restore({ tokens, connections, organisations }: XeroState): void {
    this.tokens.restore(tokens);
    this.#connections = connections;
    for (const state of organisations) this.#organisations.get(state.tenantId)?.restore(state);
  }

  #provider(): Provider {
    const { chance, onChange = () => {} } = this.#options;
    return {
      placeOf: (path) => PATHS[path] ?? (/^\/(connections|api\.xro\/2\.0)(\/|$)/.test(path) ? 'api' : null),
      isWrite: ({ method, url }) => url.pathname.startsWith('/api.xro/') && method !== 'GET' && method !== 'HEAD',
      answer: (place, call) => this.#answer(place, call),
      ownPage: () => ({ status: 404, body: { error: 'There is nothing here.' } }),
      namedAnswer: (name) => XERO_ANSWERS[name as XeroAnswerName]?.() ?? XERO_ANSWERS.internal_error(),
      headers: () => ({ 'xero-correlation-id': randomUUID() }),
      chance,
      onChange,
    };
  }

  #answer(place: Place, call: Call): Answer {
    switch (place) {
      case 'authorize':
        return authorize(this.#authorizePage(), call);
      case 'token':
        return answerTokenCall(
          { ...this, describes: false, tokens: this.tokens, bodyOf: (issued) => this.#tokenBody(issued) },
          call,
        );
      case 'revoke':
        return this.#revoke(call);
      case 'api':
        return call.url.pathname.startsWith('/connections') ? this.#answerConnections(call) : this.#api(call);
      default:
        return place satisfies never;
    }
  }

  #authorizePage(): AuthorizePage {
    return {
      ledgerName: 'Xero',
      clientId: this.clientId,
      redirectUris: this.#options.redirectUris ?? null,
      isMany: true,
      companies: () => this.organisations.map(({ tenantId, settings }) => ({ id: tenantId, name: settings.name })),
      allowedScopes: this.#options.allowedScopes ?? null,
      tokens: this.tokens,
      takeConsent: () => this.#consents.shift() ?? null,
      callbackFields: () => ({}),
    };
  }

  #tokenBody({ grant, accessToken: access, refreshToken, accessSeconds }: IssuedTokens): Record<string, unknown> {
    return {
      access_token: access,
      expires_in: accessSeconds,
      token_type: 'Bearer',
      ...(grant.scopes.includes('offline_access') ? { refresh_token: refreshToken } : {}),
      scope: grant.scopes.join(' '),
    };
  }

  /** A consent connects organisations, or renews their connections. */
  #connect(grant: Grant): void {
    const now = new Date(this.clock.now()).toISOString().replace('Z', '0000');
    for (const tenantId of grant.companyIds) {
      const known = this.#connections.find((connection) => connection.tenantId === tenantId);
      const renewed = { authEventId: grant.id, updatedDateUtc: now };
      if (known === undefined) this.#connections.push({ id: randomUUID(), tenantId, createdDateUtc: now, ...renewed });
      else Object.assign(known, renewed);
    }
  }

  /** Takes the consent back, and with it every connection that it made. */
  #revoke(call: Call): Answer {
    if (!isClient(this, call)) return oauthError(401, 'invalid_client');
    const token = new URLSearchParams(call.body).get('token') ?? '';
    const grant = this.tokens.grantOfRefresh(token);
    if (grant !== null) this.#connections = this.#connections.filter(({ authEventId }) => authEventId !== grant.id);
    this.tokens.revoke(token);
    return { status: 200, body: '' };
  }

  #answerConnections({ method, url, headers }: Call): Answer {
    const grant = this.tokens.grantOfAccess(bearerIn(headers));
    if (grant === 'expired') return XERO_ANSWERS.token_expired();
    if (grant === 'unknown') return XERO_ANSWERS.token_rejected();
    const id = url.pathname.split('/')[2] ?? '';
    const reached = this.#connections.filter(({ tenantId }) => grant.companyIds.includes(tenantId));
    if (method === 'DELETE') {
      const found = reached.find((connection) => connection.id === id);
      if (found === undefined) return XERO_ANSWERS.not_found();
      this.disconnect(found.tenantId);
      return { status: 204, body: '' };
    }
    const authEventId = url.searchParams.get('authEventId');
    const rows = reached
      .filter((connection) => authEventId === null || connection.authEventId === authEventId)
      .map((connection) => ({
        ...connection,
        tenantType: 'ORGANISATION',
        tenantName: this.#organisations.get(connection.tenantId)?.settings.name ?? '',
      }));
    return { status: 200, body: rows };
  }

  #api(call: Call): Answer {
    const grant = this.tokens.grantOfAccess(bearerIn(call.headers));
    if (grant === 'expired') return XERO_ANSWERS.token_expired();
    if (grant === 'unknown') return XERO_ANSWERS.token_rejected();
    const tenantId = call.headers['xero-tenant-id'] ?? '';
    const organisation = this.#organisations.get(tenantId);
    const isConnected = this.#connections.some((connection) => connection.tenantId === tenantId);
    if (organisation === undefined || !isConnected || !grant.companyIds.includes(tenantId)) {
      return XERO_ANSWERS.not_connected();
    }
    // Nobody writes here: the scopes that are asked for are to read alone.
    const isRead = call.method === 'GET' || call.method === 'HEAD';
    const refusal = this.#takeCall(tenantId) ?? (isRead ? null : XERO_ANSWERS.insufficient_scope());
    const answer = refusal ?? answerOrganisation(organisation, call, grant.scopes, this.clock);
    const { minute, day, appMinute } = this.limits;
    const left = {
      'x-daylimit-remaining': String(day.left(tenantId)),
      'x-minlimit-remaining': String(minute.left(tenantId)),
      'x-appminlimit-remaining': String(appMinute.left('app')),
    };
    return { ...answer, headers: { ...left, ...answer.headers } };
  }

  /** Counts a call; gives the refusal of one too many. */
  #takeCall(tenantId: string): Answer | null {
    const { minute, day, appMinute } = this.limits;
    if (appMinute.left('app') === 0) return tooMany('appminute', appMinute.secondsToWait('app'));
    if (day.left(tenantId) === 0) return tooMany('day', day.secondsToWait(tenantId));
    if (minute.left(tenantId) === 0) return tooMany('minute', minute.secondsToWait(tenantId));
    appMinute.take('app');
    day.take(tenantId);
    minute.take(tenantId);
    return null;
  }
}

/** Runs a Xero on this machine. */
export function startXero(options: XeroOptions): Promise<Xero> {
  return new Xero(options).start();
}

function bearerIn(headers: Call['headers']): string {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** Looks like the real one, which apps read the authentication event from; its signature is none. */
function accessToken(grant: Grant, expiresAtMs: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    exp: Math.floor(expiresAtMs / 1_000),
    iss: 'https://identity.xero.com',
    authentication_event_id: grant.id,
    scope: grant.scopes,
    jti: randomUUID(),
  };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(32).toString('base64url')}`;
}
