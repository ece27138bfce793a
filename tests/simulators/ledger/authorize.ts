import { type Answer, type Call, escapeHtml, html, redirect } from './answer.ts';
import { pageOf } from './page.ts';
import type { Simulator } from './simulator.ts';

/** What a person says on the authorize page. */
export type Consent = {
  choice: 'allow' | 'cancel';
  /** Companies or organisations that the app may reach. */
  companyIds: string[];
};

/** What is different from one provider's authorize page to another's. */
export type AuthorizePage = {
  simulator: Simulator;
  /** May the person choose several companies? */
  isMany: boolean;
  /** The scopes that this app may ask for; null for any. */
  allowedScopes: readonly string[] | null;
  /** What the answer to the app carries besides code and state. */
  callbackFields: (consent: Consent) => Record<string, string>;
};

/**
 * The authorize endpoint: shows the choice, or, where `simulate=allow` or `simulate=cancel` is in the address (with
 * `company`, which may be repeated), or a consent was given beforehand, sends the browser back at once.
 */
export function authorize(page: AuthorizePage, call: Call): Answer {
  const { simulator } = page;
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
  const consent = consentIn(asked) ?? simulator.takeConsent();
  if (consent === null) return html(200, choicePage(page, asked, call.url.pathname));
  if (consent.choice === 'cancel') return answer({ error: 'access_denied' });
  const known = simulator.companies.map(({ id }) => id);
  const companyIds = consent.companyIds.filter((id) => known.includes(id));
  const chosen = companyIds.length > 0 ? companyIds : known.slice(0, 1);
  const code = simulator.tokens.makeCode({
    companyIds: page.isMany ? chosen : chosen.slice(0, 1),
    scopes,
    redirectUri: asked.get('redirect_uri') ?? '',
    challenge: asked.get('code_challenge'),
  });
  return answer({ code, ...page.callbackFields({ choice: 'allow', companyIds: chosen }) });
}

function refusalOf({ simulator }: AuthorizePage, asked: URLSearchParams): string | null {
  if (asked.get('client_id') !== simulator.clientId) return 'The client_id is not one of this simulator.';
  if (asked.get('response_type') !== 'code') return 'The response_type must be code.';
  const address = asked.get('redirect_uri') ?? '';
  if (!URL.canParse(address)) return 'The redirect_uri is missing.';
  if (!simulator.takesRedirect(address)) return 'The redirect_uri is not registered.';
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
  const choices = page.simulator.companies.map(
    ({ id, settings: { name } }, index) =>
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

function simplePage({ simulator }: AuthorizePage, body: string): string {
  return pageOf(`Demo ledger — not ${simulator.ledgerName}`, body);
}
