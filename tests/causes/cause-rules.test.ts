import { expect, test } from 'vitest';
import { diagnoseStored } from '#lib/causes/cause-rules.ts';
import { diagnose } from '#lib/causes/diagnose.ts';

test('what is remembered of a message is what its diagnosis says, also of one that differs in numbers alone', () => {
  const messages = [
    "Account code '200' is not a valid code for this document",
    "Account code '4100' is not a valid code for this document",
    'Invoice INV-10442 has been voided in Xero',
    'Invoice INV-10443 has been voided in Xero',
    'QuickBooks returned error code 6240',
    'QuickBooks returned error code 5010',
    '{"Fault":{"Error":[{"Message":"Refused","code":"6240"}]}}',
    '{"Fault":{"Error":[{"Message":"Refused","code":"6070"}]}}',
    'The app returned "Account code 200 is not a valid code"',
    'The app returned "Invoice 200 has been voided in Xero"',
    "The field 'TaxType' is required",
    "The field 'AccountCode' is required",
  ];
  for (const message of [...messages, ...messages]) {
    const { cause, about } = diagnose({ errorMessage: message });
    expect(diagnoseStored(message, null), message).toMatchObject({ cause, about, isAssigned: false });
  }
});
