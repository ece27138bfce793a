import { randomBytes, randomUUID } from 'node:crypto';
import { type Answer, answerNamed, type Call } from '../ledger/answer.ts';
import { authorize } from '../ledger/authorize.ts';
import type { Place } from '../ledger/faults.ts';
import { RateLimit } from '../ledger/rate-limit.ts';
import { bearerOf, Simulator, type SimulatorOptions, type SimulatorState } from '../ledger/simulator.ts';
import { answerTokenCall, isClient, oauthError } from '../ledger/token-endpoint.ts';
import type { IssuedTokens, TokenRules } from '../ledger/token-store.ts';
import { QBO_ANSWERS } from './answers.ts';
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
export type QboOptions = SimulatorOptions & {
  companies: readonly QboCompanyPlan[];
  /** What an earlier process kept. */
  state?: QboState;
  /** Any bearer token may do everything, as a sync job's own that never expires. */
  takesAnyToken?: boolean;
  writes?: Partial<WriteRules>;
  onPhase?: (token: string, phase: 'received' | 'stored' | 'answered') => void;
};

/** What of it survives its process. */
export type QboState = SimulatorState & { companies: QboCompanyState[] };

const RULES: TokenRules = {
  accessSeconds: HOUR,
  refreshSeconds: 100 * DAY,
  graceSeconds: DAY,
  hardSeconds: FIVE_YEARS,
  secondExchangeRevokes: true,
  makeAccessToken: () => `eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..${randomBytes(48).toString('base64url')}`,
  makeRefreshToken: () => `AB11${randomUUID().replaceAll('-', '')}${randomBytes(6).toString('hex')}`,
};

/** A running QuickBooks Online. */
export class Qbo extends Simulator {
  readonly ledgerName = 'QuickBooks';
  /** Calls of a minute by company, and of a second by company and app. */
  readonly limits: { minute: RateLimit; second: RateLimit };
  readonly #options: QboOptions;
  readonly #companies = new Map<string, QboCompany>();
  /** Names another company in the callbacks than the one that was chosen. */
  callbackRealmId: string | null = null;

  constructor(options: QboOptions) {
    super('qbo', RULES, options, options.state);
    this.#options = options;
    this.limits = {
      minute: new RateLimit({ most: 500, seconds: 60 }, this.clock),
      second: new RateLimit({ most: 10, seconds: 1 }, this.clock),
    };
    const kept = options.state?.companies ?? [];
    for (const plan of options.companies) this.addCompany(plan);
    for (const state of kept) {
      if (!this.#companies.has(state.realmId)) this.addCompany({ realmId: state.realmId });
      this.company(state.realmId).restore(state);
    }
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

  override addCompany(plan: QboCompanyPlan): void {
    const rules: WriteRules = { requestMemoryMs: 24 * 3_600_000, knows: () => true, ...this.#options.writes };
    this.#companies.set(plan.realmId, new QboCompany(plan, this.clock, rules));
  }

  /** Tokens as after a consent, without its steps. */
  grant(realmId: string, scopes: string[] = [ACCOUNTING]): IssuedTokens {
    return this.tokens.issue({ companyIds: [realmId], scopes });
  }

  override grantTo([realmId = '']: string[], scopes?: string[]): IssuedTokens {
    return this.grant(realmId, scopes);
  }

  /** The customer disconnects the app: its tokens are dead. */
  override disconnect(realmId: string): void {
    for (const { id } of this.tokens.grantsOf(realmId)) this.tokens.revokeGrant(id);
  }

  state(): QboState {
    return { ...this.commonState(), companies: this.companies.map((company) => company.state()) };
  }

  protected override provider() {
    const { onPhase } = this.#options;
    return {
      placeOf: (path: string) => PATHS[path] ?? (path.startsWith('/v3/company/') ? ('api' as const) : null),
      isWrite: isWriteCall,
      answer: (place: Place, call: Call) => this.#answer(place, call),
      namedAnswer: (name: string) => answerNamed(QBO_ANSWERS, name),
      headers: answerHeaders,
      onPhase:
        onPhase && ((call: Call, phase: 'received' | 'stored' | 'answered') => onPhase(bearerOf(call) ?? '', phase)),
    };
  }

  #answer(place: Place, call: Call): Answer | Promise<Answer> {
    switch (place) {
      case 'authorize':
        return authorize(
          {
            simulator: this,
            isMany: false,
            allowedScopes: null,
            callbackFields: ({ companyIds }) => ({ realmId: this.callbackRealmId ?? companyIds[0] ?? '' }),
          },
          call,
        );
      case 'token':
        return answerTokenCall({ ...this, describes: true, bodyOf: tokenBody }, call);
      case 'revoke':
        return this.#revoke(call);
      case 'api':
        return this.#api(call);
      default:
        return place satisfies never;
    }
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
    if (token === null) return QBO_ANSWERS.token_rejected();
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
