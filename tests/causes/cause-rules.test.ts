import { expect, test } from 'vitest';
import { diagnoseStored } from '#lib/causes/cause-rules.ts';
import { diagnose } from '#lib/causes/diagnose.ts';

test('what is remembered of a message is what its diagnosis says, also of one that differs in numbers alone', () => {
  const messages = [
    "Account code '200' is not a valid code for this document",
    "Account code '4100' is not a valid code for this document",
    'Invoice INV-10442 has been voided in Xero',
    'Invoice INV-10443 has been voided in Xero',
    '<IntuitResponse time="2018-08-20T02:23:36.095-07:00"><Fault><Error code="6140"><Detail>The number is used</Detail></Error></Fault></IntuitResponse>',
    '<IntuitResponse time="2018-08-21T12:03:06.095-07:00"><Fault><Error code="6140"><Detail>The number is used</Detail></Error></Fault></IntuitResponse>',
    '{"Title":"Forbidden","Detail":"AuthenticationUnsuccessful","Instance":"65e420cd-796c-493b-8f52-5eae2ee667ce"}',
    '{"Title":"Forbidden","Detail":"AuthenticationUnsuccessful","Instance":"75e420cd-796c-493b-8f52-5eae2ee667ce"}',
    'DocNumber=INV-10442 is assigned to TxnType=Invoice with TxnId=5116712',
    'DocNumber=INV-10443 is assigned to TxnType=Invoice with TxnId=5116799',
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
    const { cause, about, evidence, confidence } = diagnose({ errorMessage: message });
    expect(diagnoseStored(message, null), message).toMatchObject({
      cause,
      about,
      evidence,
      confidence,
      isAssigned: false,
    });
  }
});
