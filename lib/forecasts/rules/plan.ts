import { planProblems } from '#lib/checks/rules/plan.ts';
import { finding, gap, type Rule } from './rule.ts';

/** What the company’s plan or subscription does not allow. */
export const plan: Rule = ({ record, place }) => {
  if (place === null) return [];
  if (place.company === null) return [gap('plan', `The plan of ${place.companyName} was never read.`)];
  const problems = planProblems(place.ledger, place.company, {
    lookedAt: 1,
    invoices: record.kind === 'invoice',
    bills: record.kind === 'bill',
    payments: record.kind === 'invoice_payment',
    billPayments: record.kind === 'bill_payment',
    // Another rule's: it knows which currencies there are.
    currencies: [],
    tracking: record.codes.some(({ type }) => type === 'tracking'),
  });
  return problems
    .filter(({ part }) => part !== 'quantity' && part !== 'trial')
    .map(({ isBroken, part, what, remedy }) =>
      finding('plan', isBroken ? 'will_fail' : 'may_fail', {
        cause: part === 'subscription' ? 'subscription_lapsed' : 'plan_tier',
        about: { type: 'plan', name: place.company?.plan ?? place.companyName },
        words: `${what}.`,
        remedy,
      }),
    );
};
