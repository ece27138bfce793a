import { closedPeriod } from './closed-period.ts';
import { codesOf } from './codes.ts';
import { connection } from './connection.ts';
import { contact } from './contact.ts';
import { currency } from './currency.ts';
import { defaultAccount } from './default-account.ts';
import { duplicateNumber } from './duplicate-number.ts';
import { paymentOrder } from './payment-order.ts';
import { plan } from './plan.ts';
import type { Rule } from './rule.ts';
import { sourceStatus } from './source-status.ts';

/** Every rule, in the order in which people read what they say: what stops all records comes before what stops one. */
export const RULES: readonly Rule[] = [
  connection,
  plan,
  closedPeriod,
  duplicateNumber,
  sourceStatus,
  currency,
  paymentOrder,
  codesOf('tax_code'),
  codesOf('tracking'),
  codesOf('item'),
  defaultAccount,
  codesOf('account'),
  contact,
];
