import { randomBytes, randomUUID } from 'node:crypto';
import { type Answer, answerNamed, type Call } from '../ledger/answer.ts';
import { authorize } from '../ledger/authorize.ts';
import type { Place } from '../ledger/faults.ts';
import { RateLimit } from '../ledger/rate-limit.ts';
import { bearerOf, Simulator, type SimulatorOptions, type SimulatorState } from '../ledger/simulator.ts';
import { answerTokenCall, isClient, oauthError } from '../ledger/token-endpoint.ts';
import type { Grant, IssuedTokens, TokenRules } from '../ledger/token-store.ts';
import { tooMany, XERO_ANSWERS } from './answers.ts';
import { answerOrganisation } from './api.ts';
import { XeroOrganisation, type XeroOrganisationPlan, type XeroOrganisationState } from './organisation.ts';

const MINUTE = 60;
const DAY = 86_400;

const SCOPES = [
  'offline_access',
  'accounting.settings.read',
  'accounting.contacts.read',
  'accounting.invoices.read',
  'accounting.payments.read',
];

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
export type XeroOptions = SimulatorOptions & {
  organisations: readonly XeroOrganisationPlan[];
  /** The scopes that the app may ask for; null for any. */
  allowedScopes?: readonly string[] | null;
  /** What an earlier process kept. */
  state?: XeroState;
};

/** What of it survives its process. */
export type XeroState = SimulatorState & { connections: Connection[]; organisations: XeroOrganisationState[] };

const RULES: TokenRules = {
  accessSeconds: 30 * MINUTE,
  refreshSeconds: 60 * DAY,
  graceSeconds: 30 * MINUTE,
  hardSeconds: null,
  secondExchangeRevokes: false,
  makeAccessToken: accessToken,
  makeRefreshToken: () => randomBytes(32).toString('base64url'),
};

/** A running Xero. */
export class Xero extends Simulator {
  readonly ledgerName = 'Xero';
  /** Calls of a minute and a day by organisation, and of a minute by app. */
  readonly limits: { minute: RateLimit; day: RateLimit; appMinute: RateLimit };
  readonly #options: XeroOptions;
  readonly #organisations = new Map<string, XeroOrganisation>();
  #connections: Connection[] = [];

  constructor(options: XeroOptions) {
    super('xero', { ...RULES, onGrant: (grant) => this.#connect(grant) }, options, options.state);
    this.#options = options;
    this.limits = {
      minute: new RateLimit({ most: 60, seconds: MINUTE }, this.clock),
      day: new RateLimit({ most: 5_000, seconds: DAY }, this.clock),
      appMinute: new RateLimit({ most: 10_000, seconds: MINUTE }, this.clock),
    };
    this.#connections = options.state?.connections ?? [];
    for (const plan of options.organisations) this.addCompany(plan);
    for (const state of options.state?.organisations ?? []) {
      if (!this.#organisations.has(state.tenantId)) this.addCompany({ tenantId: state.tenantId });
      this.organisation(state.tenantId).restore(state);
    }
  }

  get companies(): readonly XeroOrganisation[] {
    return [...this.#organisations.values()];
  }

  /** @throws RangeError for an organisation it has not got */
  organisation(tenantId: string): XeroOrganisation {
    const organisation = this.#organisations.get(tenantId);
    if (organisation === undefined) throw new RangeError(`There is no organisation ${tenantId}`);
    return organisation;
  }

  override addCompany(plan: XeroOrganisationPlan): void {
    this.#organisations.set(plan.tenantId, new XeroOrganisation(plan, this.clock));
  }

  /** Tokens as after a consent, without its steps; the organisations are connected. */
  grant(tenantIds: string[], scopes: string[] = SCOPES): IssuedTokens {
    return this.tokens.issue({ companyIds: tenantIds, scopes });
  }

  override grantTo(tenantIds: string[], scopes?: string[]): IssuedTokens {
    return this.grant(tenantIds, scopes);
  }

  /** The customer disconnects the app from one organisation: its tokens live on and reach it no more. */
  override disconnect(tenantId: string): void {
    this.#connections = this.#connections.filter((connection) => connection.tenantId !== tenantId);
  }

  state(): XeroState {
    return {
      ...this.commonState(),
      connections: this.#connections,
      organisations: this.companies.map((organisation) => organisation.state()),
    };
  }

  protected override provider() {
    return {
      placeOf: (path: string) =>
        PATHS[path] ?? (/^\/(connections|api\.xro\/2\.0)(\/|$)/.test(path) ? ('api' as const) : null),
      isWrite: ({ method, url }: Call) => url.pathname.startsWith('/api.xro/') && method !== 'GET' && method !== 'HEAD',
      answer: (place: Place, call: Call) => this.#answer(place, call),
      namedAnswer: (name: string) => answerNamed(XERO_ANSWERS, name),
      headers: () => ({ 'xero-correlation-id': randomUUID() }),
    };
  }

  #answer(place: Place, call: Call): Answer {
    switch (place) {
      case 'authorize':
        return authorize(
          {
            simulator: this,
            isMany: true,
            allowedScopes: this.#options.allowedScopes ?? null,
            callbackFields: () => ({}),
          },
          call,
        );
      case 'token':
        return answerTokenCall({ ...this, describes: false, bodyOf: tokenBody }, call);
      case 'revoke':
        return this.#revoke(call);
      case 'api':
        return call.url.pathname.startsWith('/connections') ? this.#answerConnections(call) : this.#api(call);
      default:
        return place satisfies never;
    }
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

  #answerConnections(call: Call): Answer {
    const { method, url } = call;
    const grant = this.tokens.grantOfAccess(bearerOf(call) ?? '');
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
    const grant = this.tokens.grantOfAccess(bearerOf(call) ?? '');
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

function tokenBody({ grant, accessToken: access, refreshToken, accessSeconds }: IssuedTokens): Record<string, unknown> {
  return {
    access_token: access,
    expires_in: accessSeconds,
    token_type: 'Bearer',
    ...(grant.scopes.includes('offline_access') ? { refresh_token: refreshToken } : {}),
    scope: grant.scopes.join(' '),
  };
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
