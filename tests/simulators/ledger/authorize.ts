import { type Answer, type Call, escapeHtml, html, redirect } from './answer.ts';
import type { TokenStore } from './token-store.ts';

/** What a person says on the authorize page. */
export type Consent = {
  choice: 'allow' | 'cancel';
  /** Companies or organisations that the app may reach. */
  companyIds: string[];
};

/** What a provider's authorize page needs. */
export type AuthorizePage = {
  /** Such as `QuickBooks`; the page says that it is not. */
  ledgerName: string;
  clientId: string;
  /** Null takes any. */
  redirectUris: readonly string[] | null;
  /** May the person choose several? */
  isMany: boolean;
  companies: () => readonly { id: string; name: string }[];
  /** The scopes that this app may ask for; null for any. */
  allowedScopes: readonly string[] | null;
  tokens: TokenStore;
  /** What somebody decided beforehand, without looking at the page. */
  takeConsent: () => Consent | null;
  /** What the answer to the app carries besides code and state. */
  callbackFields: (consent: Consent) => Record<string, string>;
  /** Told of each consent. */
  onAllowed?: (consent: Consent) => void;
};

/**
 * The authorize endpoint: shows the choice, or, where `simulate=allow` or `simulate=cancel` is in the address (with
 * `company`, which may be repeated), or a consent was given beforehand, sends the browser back at once.
 */
export function authorize(page: AuthorizePage, call: Call): Answer {
  const asked = new URLSearchParams(call.method === 'POST' ? call.body : call.url.searchParams);
  const refusal = refusalOf(page, asked);
  if (refusal !== null) return html(400, simplePage(page, `<p>${escapeHtml(refusal)}</p>`));
  const back = new URL(asked.get('redirect_uri') ?? '');
  const answer = (fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) back.searchParams.set(name, value);
    const state = asked.get('state');
    if (state !== null) back.searchParams.set('state', state);
    return redirect(back.href);
  };
  const scopes = (asked.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  const { allowedScopes } = page;
  if (allowedScopes !== null && scopes.some((scope) => !allowedScopes.includes(scope))) {
    return answer({ error: 'invalid_scope', error_description: 'Invalid scope for client' });
  }
  const consent = consentIn(asked) ?? page.takeConsent();
  if (consent === null) return html(200, choicePage(page, asked, call.url.pathname));
  if (consent.choice === 'cancel') return answer({ error: 'access_denied' });
  const known = page.companies().map(({ id }) => id);
  const companyIds = consent.companyIds.filter((id) => known.includes(id));
  const chosen = companyIds.length > 0 ? companyIds : known.slice(0, 1);
  const code = page.tokens.makeCode({
    companyIds: page.isMany ? chosen : chosen.slice(0, 1),
    scopes,
    redirectUri: asked.get('redirect_uri') ?? '',
    challenge: asked.get('code_challenge'),
  });
  page.onAllowed?.({ choice: 'allow', companyIds: chosen });
  return answer({ code, ...page.callbackFields({ choice: 'allow', companyIds: chosen }) });
}

function refusalOf({ clientId, redirectUris }: AuthorizePage, asked: URLSearchParams): string | null {
  if (asked.get('client_id') !== clientId) return 'The client_id is not one of this simulator.';
  if (asked.get('response_type') !== 'code') return 'The response_type must be code.';
  const address = asked.get('redirect_uri') ?? '';
  if (!URL.canParse(address)) return 'The redirect_uri is missing.';
  if (redirectUris !== null && !redirectUris.includes(address)) return 'The redirect_uri is not registered.';
  const method = asked.get('code_challenge_method');
  if (asked.has('code_challenge') && method !== 'S256') return 'The code_challenge_method must be S256.';
  return null;
}

function consentIn(asked: URLSearchParams): Consent | null {
  const choice = asked.get('simulate');
  return choice === 'allow' || choice === 'cancel' ? { choice, companyIds: asked.getAll('company') } : null;
}

function choicePage(page: AuthorizePage, asked: URLSearchParams, action: string): string {
  const type = page.isMany ? 'checkbox' : 'radio';
  const choices = page
    .companies()
    .map(
      ({ id, name }, index) =>
        `<p><label><input type="${type}" name="company" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)}</label></p>`,
    );
  const hidden = [...asked].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const scopes = escapeHtml(asked.get('scope') ?? '');
  const what = page.isMany ? 'organisations' : 'company';
  return simplePage(
    page,
    `<form method="post" action="${action}">${hidden.join('')}
    <fieldset><legend>Which ${what} may Tieout reach?</legend>${choices.join('')}</fieldset>
    <p>It asks for: <code>${scopes}</code></p>
    <button name="simulate" value="allow">Allow</button> <button name="simulate" value="cancel">Cancel</button></form>`,
  );
}

function simplePage({ ledgerName }: AuthorizePage, body: string): string {
  return pageOf(`Demo ledger — not ${ledgerName}`, body);
}

/** A page of the simulator: a title, and what it is about. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
h1{font-size:1.4rem;border-bottom:4px solid #b54708;padding-bottom:.5rem} h2{font-size:1.1rem;margin-top:2rem}
button{font:inherit;padding:.4rem .9rem;margin:.15rem 0} fieldset{border:1px solid #98a2b3} form{margin:.3rem 0}
form.one{display:inline-block;margin-right:.5rem} code{overflow-wrap:anywhere} table{border-collapse:collapse} td,th{padding:.2rem .8rem .2rem 0;text-align:left}
</style></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
}
