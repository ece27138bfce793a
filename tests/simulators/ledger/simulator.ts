import type { Call } from './answer.ts';
import type { Consent } from './authorize.ts';
import { Clock } from './clock.ts';
import { answerControl } from './control.ts';
import { type Fault, Faults } from './faults.ts';
import type { RateLimit } from './rate-limit.ts';
import { RequestLog } from './request-log.ts';
import { type Provider, serve } from './serve.ts';
import { type IssuedTokens, type TokenRules, type TokenState, TokenStore } from './token-store.ts';

/** How to run a simulator; all of it may be left out. */
export type SimulatorOptions = {
  clientId?: string;
  clientSecret?: string;
  /** What the app has registered; any by default. */
  redirectUris?: readonly string[] | null;
  /** Or any address of this origin. */
  redirectOrigin?: string;
  /** 0 takes a free one. */
  port?: number;
  clock?: Clock;
  /** Told when something may have changed that must survive the process. */
  onChange?: () => void;
  /** A fault that nobody put into the list, for tests that throw dice. */
  chance?: () => Fault | null;
};

/** What of every simulator survives its process. */
export type SimulatorState = { tokens: TokenState; clockOffsetMs: number };

/** A company or an organisation, as what is the same in both. */
export type SimulatedCompany = {
  readonly id: string;
  settings: { name: string };
  /** How many rows it has, by list and kind of document. */
  counts: () => Record<string, number>;
  /** The rows of a list or of documents. */
  rows: (entity: never) => Record<string, unknown>[];
  put: (entity: never, row: Record<string, unknown>) => Record<string, unknown>;
  change: (entity: never, name: string, change: Record<string, unknown>) => Record<string, unknown>;
  remove: (entity: never, id: string) => void;
  /** Voids a document, as the ledger does it. */
  voidDocument: (entity: never, id: string) => void;
};

/** What every simulator of a ledger has: consent, tokens, a clock, faults, limits and a log of what arrived. */
export abstract class Simulator {
  abstract readonly ledgerName: string;
  /** By what each counts. */
  abstract readonly limits: Record<string, RateLimit>;
  abstract readonly companies: readonly SimulatedCompany[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly tokens: TokenStore;
  /** Where it listens. */
  origin = '';
  close: () => Promise<void> = async () => {};
  readonly #options: SimulatorOptions;
  #consents: Consent[] = [];

  constructor(name: string, rules: TokenRules, options: SimulatorOptions, state: SimulatorState | undefined) {
    this.#options = options;
    this.clientId = options.clientId ?? `${name}-client`;
    this.clientSecret = options.clientSecret ?? `${name}-secret`;
    this.clock = options.clock ?? new Clock(state?.clockOffsetMs);
    this.tokens = new TokenStore(rules, this.clock);
    if (state !== undefined) this.tokens.restore(state.tokens);
  }

  /** Listens; gives itself. */
  async start(): Promise<this> {
    const { port = 0, chance, onChange = () => {} } = this.#options;
    const ownPage = (call: Call) => answerControl(this, call);
    const provider: Provider = { ...this.provider(), ownPage, chance, onChange };
    const { origin, close } = await serve({ ...this, provider, port });
    this.origin = origin;
    this.close = close;
    return this;
  }

  /** Whether the browser may be sent back to an address. */
  takesRedirect(address: string): boolean {
    const { redirectUris, redirectOrigin } = this.#options;
    if (redirectOrigin !== undefined && new URL(address).origin !== new URL(redirectOrigin).origin) return false;
    return redirectUris?.includes(address) ?? true;
  }

  /** Decides the next authorize page beforehand: the browser is then sent back at once. */
  consentNext(consent: Consent): void {
    this.#consents.push(consent);
  }

  /** What was decided beforehand for this page. */
  takeConsent(): Consent | null {
    return this.#consents.shift() ?? null;
  }

  /** Leaves the tokens of a company without some of their scopes. */
  narrowScopes(companyId: string, scopes: string[]): void {
    for (const grant of this.tokens.grantsOf(companyId)) grant.scopes = scopes;
  }

  /** What must be kept for tokens to be honoured by the next process. */
  protected commonState(): SimulatorState {
    return { tokens: this.tokens.state(), clockOffsetMs: this.clock.offsetMs };
  }

  /** The customer disconnects the app. */
  abstract disconnect(companyId: string): void;

  /** Tokens as after a consent, without its steps. */
  abstract grantTo(companyIds: string[], scopes?: string[]): IssuedTokens;

  /** One company more. */
  abstract addCompany(plan: unknown): void;

  protected abstract provider(): Omit<Provider, 'ownPage' | 'chance' | 'onChange'>;
}

/** The token of a call, or nothing. */
export function bearerOf({ headers }: Call): string | null {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
