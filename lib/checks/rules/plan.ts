import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import type { CheckAnswer } from '../check-contract.ts';
import type { CallSeen, CheckedConnection, Moment } from '../facts.ts';
import { answersOf, evidenceOf, notChecked } from './answer.ts';
import { sayCount, sayList } from './say.ts';

const answer = answersOf('plan', 'company');

/** What the records need of a company, as seen in the newest of each kind and status. */
export type RecordNeeds = {
  lookedAt: number;
  invoices: boolean;
  bills: boolean;
  payments: boolean;
  billPayments: boolean;
  /** Other than the company's own is told by the judge. */
  currencies: string[];
  /** Lines that name a class, a location or a tracking option. */
  tracking: boolean;
};

/** What a plan does not allow, or allows no longer; `part`: which of its sides says so. */
export type PlanProblem = {
  part: 'subscription' | 'trial' | 'feature' | 'currency' | 'quantity';
  isBroken: boolean;
  what: string;
  remedy: string;
};

const LAPSED = /expire|cancel|suspend|lapse|inactive|terminat|unpaid|past.?due|delinquent/i;
const TRIAL = /trial/i;
/** The least of QuickBooks Online's plans has no bills, currencies or classes; the next has no classes. Loosely, by its words. */
const WITHOUT_BILLS = /simple.?start|easy.?start|self.?employed|solopreneur/i;
const WITHOUT_CLASSES = /essentials/i;
/** Plans of Xero that may approve 20 invoices and 5 bills a month, and those without invoicing. */
const FEW_A_MONTH = /^(STARTER|IGNITE|LITE|BASICLITE)$/;
const WITHOUT_INVOICES = /^(LEDGER|GST_CASHBOOK|NON_GST_CASHBOOK)$/;

/** Compares what the company's plan and settings allow with what the records need. */
export function judgePlan(
  connection: CheckedConnection,
  company: CallSeen<CompanyFacts>,
  needs: RecordNeeds,
  moment: Moment,
): CheckAnswer {
  const { name } = LEDGER_WORDS[connection.ledger];
  if (company.state === 'refused' && company.error.trouble === 'plan') {
    return answer(
      'broken',
      `${name} says that the subscription or the plan does not allow it: “${company.error.message}”`,
      `The owner of ${connection.companyName} settles the subscription in ${name}. Until then the company is read-only, and nothing can be synced.`,
      evidenceOf(company),
    );
  }
  if (company.state !== 'answered') return notChecked(answer, connection, company, moment);
  const facts = company.value;
  const foreign = foreignOf(facts, needs);
  const problems = planProblems(connection.ledger, facts, needs);
  const evidence = {
    ...evidenceOf(company),
    plan: facts.plan,
    subscription: facts.subscription,
    homeCurrency: facts.homeCurrency,
    hasMultiCurrency: facts.hasMultiCurrency,
    hasClasses: facts.hasClasses,
    hasLocations: facts.hasLocations,
    notAllowed: notAllowed(facts),
    needs: { ...needs, currencies: foreign },
  };
  const [worst] = problems.toSorted((one, other) => Number(other.isBroken) - Number(one.isBroken));
  if (worst !== undefined) {
    const state = worst.isBroken ? 'broken' : 'warning';
    const sentence = `${problems.map(({ what }) => what).join('. ')}.`;
    return answer(state, sentence, [...new Set(problems.map(({ remedy }) => remedy))].join(' '), evidence);
  }
  if (facts.plan === null && facts.actions === null) {
    return answer('not_known', `${name} does not say which plan the company has.`, null, evidence);
  }
  const plan = facts.plan === null ? 'The company' : `The plan (${facts.plan})`;
  const sample = `the newest ${sayCount(needs.lookedAt, 'record')}`;
  return needs.lookedAt === 0
    ? answer('ok', `${plan} is active; there are no records yet that need anything of it.`, null, evidence)
    : answer('ok', `${plan} allows what ${sample} need.`, null, evidence);
}

/** Gives what the company's subscription, plan and settings do not allow of what is needed. */
export function planProblems(ledger: Ledger, facts: CompanyFacts, needs: RecordNeeds): PlanProblem[] {
  const foreign = foreignOf(facts, needs);
  return [
    ...ofSubscription(facts, LEDGER_WORDS[ledger].name),
    ...(ledger === 'qbo' ? ofQuickBooks(facts, needs, foreign) : ofXero(facts, needs, foreign)),
  ];
}

function foreignOf(facts: CompanyFacts, needs: RecordNeeds): string[] {
  return needs.currencies.filter((currency) => currency !== facts.homeCurrency);
}

function ofSubscription({ subscription, plan, isDemo }: CompanyFacts, name: string): PlanProblem[] {
  if (subscription !== null && LAPSED.test(subscription)) {
    const remedy = `The owner settles the subscription in ${name}; until then nothing can be written there.`;
    return [{ part: 'subscription', isBroken: true, what: `The subscription in ${name} is ${subscription}`, remedy }];
  }
  if (!isDemo && (TRIAL.test(subscription ?? '') || TRIAL.test(plan ?? ''))) {
    const remedy = `The owner chooses a plan in ${name} before the trial ends; the company is read-only afterwards.`;
    return [{ part: 'trial', isBroken: false, what: `The company is on a trial in ${name}`, remedy }];
  }
  return [];
}

function ofQuickBooks(facts: CompanyFacts, needs: RecordNeeds, foreign: readonly string[]): PlanProblem[] {
  const plan = facts.plan ?? '';
  const problems: PlanProblem[] = [];
  const upgrade = 'The owner changes the plan in QuickBooks Online, or these records are kept out of the sync.';
  const isLeast = WITHOUT_BILLS.test(plan);
  if (isLeast && (needs.bills || needs.billPayments)) {
    problems.push({
      part: 'feature',
      isBroken: true,
      what: `The plan (${plan}) has no bills, and records need them`,
      remedy: upgrade,
    });
  }
  if (foreign.length > 0 && facts.hasMultiCurrency === false) {
    problems.push({
      part: 'currency',
      isBroken: true,
      what: `Multicurrency is off in QuickBooks Online, and records are in ${sayList(foreign)}`,
      remedy: isLeast
        ? upgrade
        : 'An admin turns Multicurrency on in QuickBooks Online (Account and settings, Advanced); it can’t be turned off again.',
    });
  }
  if (needs.tracking && facts.hasClasses === false && facts.hasLocations === false) {
    problems.push({
      part: 'feature',
      isBroken: false,
      what: 'Classes and locations are off in QuickBooks Online, and lines of records name them',
      remedy:
        isLeast || WITHOUT_CLASSES.test(plan)
          ? upgrade
          : 'An admin turns on tracking of classes or locations in QuickBooks Online (Account and settings, Advanced).',
    });
  }
  return problems;
}

function ofXero(facts: CompanyFacts, needs: RecordNeeds, foreign: readonly string[]): PlanProblem[] {
  const plan = facts.plan ?? '';
  const remedy = 'The owner changes the plan in Xero, or whoever authorised gets the rights for it.';
  const may = (action: string) => facts.actions?.[action] !== false;
  const problems: PlanProblem[] = [];
  const refuse = (isNeeded: boolean, action: string, what: string) => {
    if (isNeeded && !may(action))
      problems.push({ part: 'feature', isBroken: true, what: `Xero does not allow ${what} here`, remedy });
  };
  refuse(needs.invoices, 'CreateApprovedInvoice', 'approved invoices');
  refuse(needs.bills, 'CreateApprovedBill', 'approved bills');
  refuse(needs.payments, 'CreateInvoicePayment', 'payments of invoices');
  refuse(needs.billPayments, 'CreateBillPayment', 'payments of bills');
  refuse(foreign.length > 0, 'UseMulticurrency', `other currencies (${sayList(foreign)})`);
  if (WITHOUT_INVOICES.test(plan) && facts.actions === null) {
    problems.push({ part: 'feature', isBroken: true, what: `The plan (${plan}) has no invoices or bills`, remedy });
  }
  if (FEW_A_MONTH.test(plan) && (needs.invoices || needs.bills)) {
    problems.push({
      part: 'quantity',
      isBroken: false,
      what: `The plan (${plan}) lets 20 invoices and 5 bills be approved a month`,
      remedy: 'The owner changes the plan in Xero if more are synced; what is over the limit goes through next month.',
    });
  }
  return problems;
}

function notAllowed({ actions }: CompanyFacts): string[] {
  return Object.entries(actions ?? {})
    .filter(([, isAllowed]) => !isAllowed)
    .map(([action]) => action)
    .toSorted();
}
