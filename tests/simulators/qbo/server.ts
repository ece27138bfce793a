import { randomBytes, randomUUID } from 'node:crypto';
import type { Answer, Call } from '../ledger/answer.ts';
import { type AuthorizePage, authorize, type Consent } from '../ledger/authorize.ts';
import { Clock } from '../ledger/clock.ts';
import { type Fault, Faults, type Place } from '../ledger/faults.ts';
import { RateLimit } from '../ledger/rate-limit.ts';
import { RequestLog } from '../ledger/request-log.ts';
import { type Provider, serve } from '../ledger/serve.ts';
import { answerTokenCall, isClient, oauthError } from '../ledger/token-endpoint.ts';
import { type IssuedTokens, type TokenState, TokenStore } from '../ledger/token-store.ts';
import { QBO_ANSWERS, type QboAnswerName } from './answers.ts';
import { answerCompany, answerHeaders, companyRefusal, isWriteCall } from './api.ts';
import { QboCompany, type QboCompanyState, type WriteRules } from './company.ts';
import type { QboCompanyPlan } from './company-settings.ts';

const ACCOUNTING = 'com.intuit.quickbooks.accounting';
const HOUR = 3_600;
const DAY = 24 * HOUR;
const FIVE_YEARS = 1_826 * DAY;

const PATHS: Record<string, Place> = {
  '/connect/oauth2': 'authorize',
  '/oauth2/v1/tokens/bearer': 'token',
  '/v2/oauth2/tokens/revoke': 'revoke',
};

/** How to run a QuickBooks Online. */
export type QboOptions = {
  companies: readonly QboCompanyPlan[];
  clientId?: string;
  clientSecret?: string;
  /** Null takes any. */
  redirectUris?: readonly string[] | null;
  /** 0 takes a free one. */
  port?: number;
  clock?: Clock;
  /** What an earlier process kept. */
  state?: QboState;
  onChange?: () => void;
  /** Any bearer token may do everything, as a sync job's own that never expires. */
  takesAnyToken?: boolean;
  writes?: Partial<WriteRules>;
  chance?: () => Fault | null;
  onPhase?: (token: string, phase: 'received' | 'stored' | 'answered') => void;
};

/** What of it survives its process. */
export type QboState = { tokens: TokenState; companies: QboCompanyState[]; clockOffsetMs: number };

/** A running QuickBooks Online. */
export class Qbo {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly tokens: TokenStore;
  /** Calls of a minute by company, and of a second by company and app. */
  readonly limits: { minute: RateLimit; second: RateLimit };
  readonly #options: QboOptions;
  readonly #companies = new Map<string, QboCompany>();
  #consents: Consent[] = [];
  /** Names another company in the callbacks than the one that was chosen. */
  callbackRealmId: string | null = null;
  /** Where it listens. */
  origin = '';
  close: () => Promise<void> = async () => {};

  constructor(options: QboOptions) {
    this.#options = options;
    this.clientId = options.clientId ?? 'qbo-client';
    this.clientSecret = options.clientSecret ?? 'qbo-secret';
    this.clock = options.clock ?? new Clock(options.state?.clockOffsetMs);
    this.limits = {
      minute: new RateLimit({ most: 500, seconds: 60 }, this.clock),
      second: new RateLimit({ most: 10, seconds: 1 }, this.clock),
    };
    this.tokens = new TokenStore(
      {
        accessSeconds: HOUR,
        refreshSeconds: 100 * DAY,
        graceSeconds: DAY,
        hardSeconds: FIVE_YEARS,
        secondExchangeRevokes: true,
        makeAccessToken: () =>
          `eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..${randomBytes(48).toString('base64url')}`,
        makeRefreshToken: () => `AB11${randomUUID().replaceAll('-', '')}${randomBytes(6).toString('hex')}`,
      },
      this.clock,
    );
    const rules: WriteRules = { requestMemoryMs: 24 * 3_600_000, knows: () => true, ...options.writes };
    for (const plan of options.companies) {
      this.#companies.set(plan.realmId, new QboCompany(plan, this.clock, rules));
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

  get companies(): readonly QboCompany[] {
    return [...this.#companies.values()];
  }

  /** @throws RangeError for a company it has not got */
  company(realmId: string): QboCompany {
    const company = this.#companies.get(realmId);
    if (company === undefined) throw new RangeError(`There is no company ${realmId}`);
    return company;
  }

  /** Tokens as after a consent, without its steps. */
  grant(realmId: string, scopes: string[] = [ACCOUNTING]): IssuedTokens {
    return this.tokens.issue({ companyIds: [realmId], scopes });
  }

  /** Decides the next authorize page beforehand: the browser is then sent back at once. */
  consentNext(consent: Consent): void {
    this.#consents.push(consent);
  }

  /** The customer disconnects the app: its tokens are dead. */
  disconnect(realmId: string): void {
    for (const { id } of this.tokens.grantsOf(realmId)) this.tokens.revokeGrant(id);
  }

  /** Leaves the tokens of a company without some of their scopes. */
  narrowScopes(realmId: string, scopes: string[]): void {
    for (const grant of this.tokens.grantsOf(realmId)) grant.scopes = scopes;
  }

  state(): QboState {
    return {
      tokens: this.tokens.state(),
      companies: this.companies.map((company) => company.state()),
      clockOffsetMs: this.clock.offsetMs,
    };
  }

  #restore({ tokens, companies }: QboState): void {
    this.tokens.restore(tokens);
    for (const state of companies) this.#companies.get(state.realmId)?.restore(state);
  }

  #provider(): Provider {
    const { chance, onPhase, onChange = () => {} } = this.#options;
    return {
      placeOf: (path) => PATHS[path] ?? (path.startsWith('/v3/company/') ? 'api' : null),
      isWrite: isWriteCall,
      answer: (place, call) => this.#answer(place, call),
      ownPage: () => ({ status: 404, body: { error: 'There is nothing here.' } }),
      namedAnswer: (name) => QBO_ANSWERS[name as QboAnswerName]?.() ?? QBO_ANSWERS.application_error(),
      headers: answerHeaders,
      chance,
      onPhase: onPhase && ((call, phase) => onPhase(bearerOf(call) ?? '', phase)),
      onChange,
    };
  }

  #answer(place: Place, call: Call): Answer | Promise<Answer> {
    switch (place) {
      case 'authorize':
        return authorize(this.#authorizePage(), call);
      case 'token':
        return answerTokenCall({ ...this, describes: true, tokens: this.tokens, bodyOf: tokenBody }, call);
      case 'revoke':
        return this.#revoke(call);
      case 'api':
        return this.#api(call);
      default:
        return place satisfies never;
    }
  }

  #authorizePage(): AuthorizePage {
    return {
      ledgerName: 'QuickBooks',
      clientId: this.clientId,
      redirectUris: this.#options.redirectUris ?? null,
      isMany: false,
      companies: () => this.companies.map(({ realmId, settings }) => ({ id: realmId, name: settings.name })),
      allowedScopes: null,
      tokens: this.tokens,
      takeConsent: () => this.#consents.shift() ?? null,
      callbackFields: ({ companyIds }) => ({ realmId: this.callbackRealmId ?? companyIds[0] ?? '' }),
    };
  }

  #revoke(call: Call): Answer {
    if (!isClient(this, call)) return oauthError(401, 'invalid_client');
    const isJson = call.headers['content-type']?.includes('json');
    const form = isJson
      ? (JSON.parse(call.body) as { token?: string }).token
      : new URLSearchParams(call.body).get('token');
    return this.tokens.revoke(form ?? '') ? { status: 200, body: '' } : oauthError(400, 'invalid_token');
  }

  #api(call: Call): Answer | Promise<Answer> {
    const realmId = call.url.pathname.split('/')[3] ?? '';
    const token = bearerOf(call);
    if (token === undefined) return QBO_ANSWERS.token_rejected();
    const company = this.#companies.get(realmId);
    if (this.#options.takesAnyToken) {
      return company === undefined ? QBO_ANSWERS.not_authorised() : answerCompany(company, call, this.clock);
    }
    const grant = this.tokens.grantOfAccess(token);
    if (grant === 'expired') return QBO_ANSWERS.token_expired();
    if (grant === 'unknown') return QBO_ANSWERS.token_rejected();
    if (company === undefined || !grant.companyIds.includes(realmId)) return QBO_ANSWERS.not_authorised();
    if (!grant.scopes.includes(ACCOUNTING)) return QBO_ANSWERS.insufficient_scope();
    const { minute, second } = this.limits;
    if (minute.left(realmId) === 0 || !second.take(realmId)) return QBO_ANSWERS.throttled();
    minute.take(realmId);
    return companyRefusal(company) ?? answerCompany(company, call, this.clock);
  }
}

/** Runs a QuickBooks Online on this machine. */
export function startQbo(options: QboOptions): Promise<Qbo> {
  return new Qbo(options).start();
}

function bearerOf({ headers }: Call): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
}

function tokenBody(issued: IssuedTokens, { headers }: Call): Record<string, unknown> {
  const asksForHardEnd = headers['x-include-refresh-token-hard-expires-in'] === 'true';
  return {
    x_refresh_token_expires_in: issued.refreshSeconds,
    refresh_token: issued.refreshToken,
    access_token: issued.accessToken,
    token_type: 'bearer',
    expires_in: issued.accessSeconds,
    ...(asksForHardEnd ? { x_refresh_token_hard_expires_in: issued.hardSeconds } : {}),
  };
}
