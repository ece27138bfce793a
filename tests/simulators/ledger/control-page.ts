import { type Answer, escapeHtml, html } from './answer.ts';
import type { Order } from './control.ts';
import { pageOf } from './page.ts';
import type { SimulatedCompany, Simulator } from './simulator.ts';

const DAY = 86_400;
const MOST_CALLS_SHOWN = 20;
const MOST_COUNTED = 10_000;

/** A list whose rows a person may change on the page. */
type EditableList = {
  entity: string;
  word: string;
  nameField: string;
  inactive: Record<string, unknown>;
  active: Record<string, unknown>;
  /** A field that a person may set or empty, with its name there. */
  field?: { name: string; word: string };
};

/** The page on which a person makes a demo ledger fail. */
export function controlPage(simulator: Simulator): Answer {
  const { ledgerName, clock, faults, companies } = simulator;
  const waiting = faults.waiting.map(
    ({ kind, place, times }) =>
      `${kind.replaceAll('_', ' ')} (${place}, ${times > MOST_COUNTED ? 'until stopped' : `${times} left`})`,
  );
  const shift = Math.round(clock.offsetMs / 1_000);
  return html(
    200,
    pageOf(
      `Demo ledger — not ${ledgerName}`,
      `<p>Tieout’s demo connects to this page’s server instead of ${ledgerName}. Everything here is invented, nothing leaves
      this computer, and each button makes something go wrong that goes wrong with the real one.</p>
      <h2>On the way to the ledger</h2>${faultButtons()}
      <p>Waiting: ${waiting.length === 0 ? 'nothing' : escapeHtml(waiting.join(', '))}. </p>${button('Stop all of these', { do: 'clear_faults' })}
      <h2>Its clock</h2><p>It is ${new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ')} UTC here${shift === 0 ? '' : `, ${Math.round(shift / 360) / 10} hours ahead of this computer`}.</p>
      ${button('One hour later', { do: 'move_clock', seconds: 3_600 })}${button('One day later', { do: 'move_clock', seconds: DAY })}${button('30 days later', { do: 'move_clock', seconds: 30 * DAY })}${shift === 0 ? '' : button('Back to this computer’s time', { do: 'move_clock', seconds: -shift })}
      ${companies.map((company) => companySection(simulator, company)).join('')}
      <h2>Latest calls</h2>${callsTable(simulator)}`,
    ),
  );
}

function faultButtons(): string {
  const fault = (text: string, order: Omit<Extract<Order, { do: 'fault' }>, 'do'>) =>
    button(text, { do: 'fault', ...order });
  return [
    fault('Lose the answer of the next token refresh', { place: 'token', fault: { kind: 'lost_after' } }),
    fault('Lose the next token refresh before it arrives', { place: 'token', fault: { kind: 'lost_before' } }),
    fault('Answer the next 3 refreshes with a proxy’s 503 page', {
      place: 'token',
      fault: { kind: 'unavailable' },
      times: 3,
    }),
    fault('Refuse the next 20 calls as too many', { place: 'api', fault: { kind: 'throttled' }, times: 20 }),
    fault('Answer the next 20 calls with a proxy’s 503 page', {
      place: 'api',
      fault: { kind: 'unavailable' },
      times: 20,
    }),
    fault('Answer the next 20 calls with a proxy’s 502 page', {
      place: 'api',
      fault: { kind: 'bad_gateway' },
      times: 20,
    }),
    fault('Be down until stopped', { place: 'api', fault: { kind: 'unavailable' }, times: 1_000_000 }),
    fault('Lose the answers of the next 5 calls', { place: 'api', fault: { kind: 'lost_after' }, times: 5 }),
    fault('Send the next 5 answers 40 seconds late', {
      place: 'api',
      fault: { kind: 'slow', delayMs: 40_000 },
      times: 5,
    }),
  ].join(' ');
}

function companySection({ ledgerName, limits }: Simulator, company: SimulatedCompany): string {
  const { id } = company;
  const settings = company.settings as { name: string } & Record<string, unknown>;
  const isQbo = ledgerName === 'QuickBooks';
  const set = (text: string, change: Record<string, unknown>) => button(text, { do: 'settings', company: id, change });
  const isLapsed = settings.isLapsed === true;
  const lapsing = isQbo
    ? { isLapsed: !isLapsed, subscriptionStatus: isLapsed ? 'PAID' : 'SUSPENDED' }
    : { isLapsed: !isLapsed, organisationStatus: isLapsed ? 'ACTIVE' : 'INACTIVE' };
  const plans = isQbo
    ? ['Simple Start', 'Essentials', 'Plus', 'Advanced'].map((name) => `QuickBooks Online ${name}`)
    : ['STARTER', 'STANDARD', 'PREMIUM', 'ULTIMATE'];
  const dateField = isQbo ? 'closingDate' : 'periodLockDate';
  return `<h2>${escapeHtml(settings.name)}</h2>
    <p>${isQbo ? 'Company' : 'Organisation'} <code>${escapeHtml(id)}</code>. ${escapeHtml(factsOf(company).join(', '))}.</p>
    ${button('The customer disconnects Tieout', { do: 'disconnect', company: id })}
    ${button('Tieout loses its permissions', { do: 'scopes', company: id, scopes: [] })}
    ${set(isLapsed ? 'The subscription is paid again' : 'The subscription lapses', lapsing)}
    ${isQbo ? set(settings.hasUserLostAccess ? 'Who connected gets access again' : 'Who connected loses access', { hasUserLostAccess: !settings.hasUserLostAccess }) : ''}
    ${isQbo ? set(settings.answersAs ? 'Answer as this company again' : 'Answer as another company', { answersAs: settings.answersAs ? null : { id: '4620816365999999999', name: 'Somebody Else Inc.' } }) : ''}
    ${set(settings.hasMultiCurrency ? 'Switch foreign currencies off' : 'Switch foreign currencies on', { hasMultiCurrency: !settings.hasMultiCurrency })}
    ${Object.entries(LIMIT_WORDS)
      .filter(([limit]) => limit in limits)
      .map(([limit, words]) => button(words, { do: 'use_calls', limit, company: id, calls: MOST_COUNTED }))
      .join('')}
    ${formOf(`<label>Plan <select name="change.plan">${options(plans, String(settings.plan))}</select></label> <button>Change</button>`, { do: 'settings', company: id, change: {} })}
    ${formOf(`<label>${isQbo ? 'Closing date' : 'Lock date'} <input type="date" name="change.${dateField}" value="${escapeHtml(String(settings[dateField] ?? ''))}"></label> <button>Move</button> (empty opens the books)`, { do: 'settings', company: id, change: {} })}
    ${(isQbo ? QBO_EDITABLE : XERO_EDITABLE).map((list) => listForms(company, list)).join('')}`;
}

const LIMIT_WORDS = { minute: 'Use up this minute’s calls', day: 'Use up today’s calls' };

/** What is so of a company now, in words. */
function factsOf({ settings }: SimulatedCompany): string[] {
  const now = settings as { name: string } & Record<string, unknown>;
  const closed = now.closingDate ?? now.periodLockDate ?? now.endOfYearLockDate;
  const facts: [isSo: unknown, words: string][] = [
    [true, `Plan ${String(now.plan)}`],
    [true, now.isLapsed ? 'subscription lapsed' : 'subscription paid'],
    [true, closed ? `books closed to ${String(closed)}` : 'books open'],
    [true, now.hasMultiCurrency ? 'foreign currencies on' : 'foreign currencies off'],
    [now.hasUserLostAccess, 'who connected has lost access'],
    [now.answersAs, 'answers as another company'],
  ];
  return facts.flatMap(([isSo, words]) => (isSo ? [words] : []));
}

const QBO_EDITABLE: readonly EditableList[] = [
  { entity: 'Account', word: 'Account', nameField: 'Name', inactive: { Active: false }, active: { Active: true } },
  {
    entity: 'Customer',
    word: 'Customer',
    nameField: 'DisplayName',
    inactive: { Active: false },
    active: { Active: true },
  },
  { entity: 'Vendor', word: 'Vendor', nameField: 'DisplayName', inactive: { Active: false }, active: { Active: true } },
];
const XERO_EDITABLE: readonly EditableList[] = [
  {
    entity: 'Accounts',
    word: 'Account',
    nameField: 'Name',
    inactive: { Status: 'ARCHIVED' },
    active: { Status: 'ACTIVE' },
  },
  {
    entity: 'Contacts',
    word: 'Contact',
    nameField: 'Name',
    inactive: { ContactStatus: 'ARCHIVED' },
    active: { ContactStatus: 'ACTIVE' },
    field: { name: 'PurchasesDefaultAccountCode', word: 'Default purchases account' },
  },
];

function listForms(
  company: SimulatedCompany,
  { entity, word, nameField, inactive, active, field }: EditableList,
): string {
  const rows = company.rows(entity as never);
  const isInactive = (row: Record<string, unknown>) =>
    Object.entries(inactive).every(([name, value]) => row[name] === value);
  const order = { do: 'change', company: company.id, entity, name: '' } as const;
  const form = (chosen: readonly Record<string, unknown>[], rest: string, change: Record<string, unknown>) => {
    const names = chosen.map((row) => String(row[nameField])).sort();
    const select = `<label>${word} <select name="name">${options(names, '')}</select></label>`;
    return names.length === 0 ? '' : formOf(`${select} ${rest}`, { ...order, change });
  };
  return [
    form(
      rows.filter((row) => !isInactive(row)),
      '<button>Make inactive</button>',
      inactive,
    ),
    form(rows.filter(isInactive), '<button>Make active again</button>', active),
    form(rows, `<label>New name <input name="change.${nameField}" required></label> <button>Rename</button>`, {}),
    field === undefined
      ? ''
      : form(rows, `<label>${field.word} <input name="change.${field.name}"></label> <button>Set</button>`, {}),
  ].join('');
}

function callsTable({ log }: Simulator): string {
  const rows = log.calls
    .slice(-MOST_CALLS_SHOWN)
    .reverse()
    .map(
      ({ atMs, method, path, status }) =>
        `<tr><td>${new Date(atMs).toISOString().slice(11, 19)}</td><td>${method}</td><td><code>${escapeHtml(path)}</code></td><td>${status ?? 'no answer'}</td></tr>`,
    );
  return `<p>${log.writes.length === 0 ? 'Nobody has asked to change anything.' : `${log.writes.length} of them asked to change something.`}</p>
    <table><thead><tr><th>Time</th><th>Method</th><th>Path</th><th>Answer</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function button(text: string, order: Order): string {
  return formOf(`<button>${escapeHtml(text)}</button>`, order, 'one');
}

function formOf(fields: string, order: Order, className = ''): string {
  return `<form method="post" action="/" class="${className}"><input type="hidden" name="order" value="${escapeHtml(JSON.stringify(order))}">${fields}</form>`;
}

function options(names: readonly string[], selected: string): string {
  return names.map((name) => `<option${name === selected ? ' selected' : ''}>${escapeHtml(name)}</option>`).join('');
}
