import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';

const MINUTE_MS = 60_000;

/** How long a provider's tokens live. */
export type TokenRules = {
  accessSeconds: number;
  /** From each issue on. */
  refreshSeconds: number;
  /** A refresh token goes on being accepted for so long after a newer one was issued. */
  graceSeconds: number;
  /** From consent on, however often it is refreshed; null without such an end. */
  hardSeconds: number | null;
  /** A code that comes a second time costs the tokens it gave. */
  secondExchangeRevokes: boolean;
  makeAccessToken: (grant: Grant, expiresAtMs: number) => string;
  makeRefreshToken: () => string;
  /** Told of each consent whose tokens an app came for. */
  onGrant?: (grant: Grant) => void;
};

/** What a person allowed an app. */
export type Grant = {
  id: string;
  companyIds: string[];
  scopes: string[];
  createdAtMs: number;
  isRevoked: boolean;
};

type Code = {
  grantId: string;
  companyIds: string[];
  scopes: string[];
  redirectUri: string;
  challenge: string | null;
  expiresAtMs: number;
  isUsed: boolean;
};
type Refresh = { grantId: string; expiresAtMs: number; supersededAtMs: number | null };
type Access = { grantId: string; expiresAtMs: number };

/** A new pair, as the token endpoint gives it. */
export type IssuedTokens = {
  grant: Grant;
  accessToken: string;
  refreshToken: string;
  accessSeconds: number;
  refreshSeconds: number;
  hardSeconds: number | null;
};

/** Everything that has to be kept for tokens to be honoured by the next process. */
export type TokenState = {
  grants: Grant[];
  refresh: [string, Refresh][];
  access: [string, Access][];
};

/** The codes and tokens that a provider has given out, by its rules. Null means `invalid_grant`. */
export class TokenStore {
  readonly #rules: TokenRules;
  readonly #clock: Clock;
  readonly #codes = new Map<string, Code>();
  readonly #grants = new Map<string, Grant>();
  readonly #refresh = new Map<string, Refresh>();
  readonly #access = new Map<string, Access>();

  constructor(rules: TokenRules, clock: Clock) {
    this.#rules = rules;
    this.#clock = clock;
  }

  /** Keeps what somebody allowed until the app comes for it. */
  makeCode(asked: { companyIds: string[]; scopes: string[]; redirectUri: string; challenge: string | null }): string {
    const code = randomUUID().replaceAll('-', '');
    const expiresAtMs = this.#clock.now() + 5 * MINUTE_MS;
    this.#codes.set(code, { ...asked, grantId: randomUUID(), expiresAtMs, isUsed: false });
    return code;
  }

  exchange(value: string, redirectUri: string, verifier: string | null): IssuedTokens | null {
    const code = this.#codes.get(value);
    if (code === undefined) return null;
    if (code.isUsed) {
      if (this.#rules.secondExchangeRevokes) this.revokeGrant(code.grantId);
      return null;
    }
    if (code.expiresAtMs <= this.#clock.now() || code.redirectUri !== redirectUri) return null;
    if (code.challenge !== null && code.challenge !== challengeOf(verifier ?? '')) return null;
    code.isUsed = true;
    return this.issue(code);
  }

  /** Tokens of a person's consent, as if a code had been exchanged. */
  issue({
    companyIds,
    scopes,
    grantId = randomUUID(),
  }: {
    companyIds: string[];
    scopes: string[];
    grantId?: string;
  }): IssuedTokens {
    const grant = { id: grantId, companyIds, scopes, createdAtMs: this.#clock.now(), isRevoked: false };
    this.#grants.set(grant.id, grant);
    this.#rules.onGrant?.(grant);
    return this.#issueFor(grant);
  }

  refresh(value: string): IssuedTokens | null {
    const grant = this.grantOfRefresh(value);
    return grant === null ? null : this.#issueFor(grant);
  }

  /** The consent behind a refresh token that is still good. */
  grantOfRefresh(value: string): Grant | null {
    const token = this.#refresh.get(value);
    const grant = this.#grants.get(token?.grantId ?? '');
    if (token === undefined || grant === undefined || grant.isRevoked) return null;
    const now = this.#clock.now();
    const isOver = token.supersededAtMs !== null && token.supersededAtMs + this.#rules.graceSeconds * 1_000 <= now;
    return isOver || token.expiresAtMs <= now ? null : grant;
  }

  /** What an access token stands for; says why it stands for nothing. */
  grantOfAccess(value: string): Grant | 'unknown' | 'expired' {
    const token = this.#access.get(value);
    const grant = this.#grants.get(token?.grantId ?? '');
    if (token === undefined || grant === undefined || grant.isRevoked) return 'unknown';
    return token.expiresAtMs <= this.#clock.now() ? 'expired' : grant;
  }

  /** Takes back the consent behind a token of either kind; false for a token that nobody knows. */
  revoke(value: string): boolean {
    const token = this.#refresh.get(value) ?? this.#access.get(value);
    if (token === undefined) return false;
    this.revokeGrant(token.grantId);
    return true;
  }

  revokeGrant(id: string): void {
    const grant = this.#grants.get(id);
    if (grant !== undefined) grant.isRevoked = true;
  }

  /** Every consent that reaches a company and has not been taken back. */
  grantsOf(companyId: string): Grant[] {
    return [...this.#grants.values()].filter((grant) => !grant.isRevoked && grant.companyIds.includes(companyId));
  }

  /** What must be kept; of tokens that nothing can bring back, nothing. */
  state(): TokenState {
    const isLive = ({ grantId }: { grantId: string }) => this.#grants.get(grantId)?.isRevoked === false;
    return {
      grants: [...this.#grants.values()].filter(({ isRevoked }) => !isRevoked),
      refresh: [...this.#refresh].filter(([value]) => this.grantOfRefresh(value) !== null),
      access: [...this.#access].filter(([, token]) => isLive(token) && token.expiresAtMs > this.#clock.now()),
    };
  }

  restore({ grants, refresh, access }: TokenState): void {
    for (const grant of grants) this.#grants.set(grant.id, grant);
    for (const [value, token] of refresh) this.#refresh.set(value, token);
    for (const [value, token] of access) this.#access.set(value, token);
  }

  #issueFor(grant: Grant): IssuedTokens {
    const { accessSeconds, refreshSeconds, hardSeconds, makeAccessToken, makeRefreshToken } = this.#rules;
    const now = this.#clock.now();
    const hardLeft = hardSeconds === null ? null : Math.floor((grant.createdAtMs - now) / 1_000) + hardSeconds;
    const refreshLeft = Math.min(refreshSeconds, hardLeft ?? refreshSeconds);
    const accessToken = makeAccessToken(grant, now + accessSeconds * 1_000);
    const refreshToken = makeRefreshToken();
    for (const token of this.#refresh.values()) {
      if (token.grantId === grant.id) token.supersededAtMs ??= now;
    }
    this.#refresh.set(refreshToken, {
      grantId: grant.id,
      expiresAtMs: now + refreshLeft * 1_000,
      supersededAtMs: null,
    });
    this.#access.set(accessToken, { grantId: grant.id, expiresAtMs: now + accessSeconds * 1_000 });
    return { grant, accessToken, refreshToken, accessSeconds, refreshSeconds: refreshLeft, hardSeconds: hardLeft };
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
