import type { CatalogueOf } from './entry.ts';

/** The document itself. */
export const DOCUMENT_ENTRIES: CatalogueOf<
  | 'closed_period'
  | 'stale_object'
  | 'duplicate_document'
  | 'locked_document'
  | 'voided_or_deleted'
  | 'unsynced_dependency'
  | 'source_not_syncable'
  | 'amount_mismatch'
  | 'currency'
  | 'invalid_data'
> = {
  closed_period: {
    meaning: 'The document’s date lies in a period that is closed in the ledger.',
    examples: [
      ['qbo', 'Account Period Closed, Cannot Update Through Services API'],
      ['xero', 'The document date cannot be before the period lock date, currently set at 30-Nov-2018'],
    ],
    steps: [
      'Ask who closed the period, and why, before anything is opened.',
      {
        qbo: 'Settings, Account and settings, Advanced: move the closing date back, or give the document a date after it.',
        xero: 'Settings, Advanced settings, Financial settings: move the lock date back, or give the document a date after it.',
      },
      'Put the failed records back to Pending and let them sync.',
      'Close the period again.',
    ],
    prevention: 'Look at what is pending and failed before a month is closed.',
  },
  stale_object: {
    meaning: 'Somebody changed the document in the ledger while the sync job was changing it too.',
    examples: [['qbo', 'Stale Object Error: You and Robert were working on this at the same time.']],
    steps: [
      'Look at what was changed in the ledger, so that it is not lost.',
      'Let the job read the document again and send its change anew.',
    ],
    prevention: 'Do not edit in the ledger what the source system keeps up to date.',
  },
  duplicate_document: {
    meaning: 'The ledger already has a document with this number.',
    examples: [
      ['xero', 'Invoice # must be unique.'],
      ['qbo', 'Duplicate Document Number Error: This number has already been used.'],
    ],
    steps: [
      'Find the document with that number in the ledger.',
      'Same party, total and date: it is there already. Set the record to Complete with its reference.',
      'Another document: change the number in the source system, then put the record back to Pending.',
      {
        qbo: 'For bills, Settings, Advanced, Other preferences can stop QuickBooks from warning about used bill numbers.',
        xero: 'A deleted or voided invoice keeps its number in Xero: rename it there if the number is needed again.',
      },
    ],
    prevention: 'Number documents in one system alone.',
  },
  locked_document: {
    meaning:
      'The document can’t be changed in the ledger: a payment, a credit, a deposit or a reconciliation stands on it.',
    examples: [
      ['xero', 'This document cannot be edited as it has a payment or credit note allocated to it.'],
      ['qbo', 'Deposited Transaction cannot be changed'],
      ['other', 'Any changes to this bill should be recorded manually in Xero.'],
    ],
    steps: [
      'Decide whether the change is wanted at all.',
      'If it is, make it by hand in the ledger, or remove the payment or deposit first and put it back after.',
      'Set the record to Complete when the two agree.',
    ],
    prevention: 'Finish documents in the source system before they are paid.',
  },
  voided_or_deleted: {
    meaning: 'The document was voided or deleted in the ledger, and the source system still has it.',
    examples: [
      ['xero', 'An existing invoice with the specified ID could not be found'],
      ['qbo', 'Object Not Found: Another user has deleted this transaction.'],
    ],
    steps: [
      'Find out who removed it and why; the ledger’s history says so.',
      'Removed by mistake: send it as a new document.',
      'Removed on purpose: void it in the source system too, so that it leaves the lists.',
    ],
    prevention: 'Void in the source system first, and let the sync carry it over.',
  },
  unsynced_dependency: {
    meaning: 'Another record must be in the ledger first: a payment’s invoice or bill, or the customer or vendor.',
    examples: [
      ['xero', 'Payments can only be made against Authorised documents'],
      ['qbo', 'TxnID cannot be linked'],
      ['other', 'The Ipayable cannot be applied'],
    ],
    steps: [
      'Open the record that this one needs, and see why it is not in the ledger.',
      'Get that one through; this one follows with the next run.',
      {
        qbo: 'If both are there, check that they belong to the same customer or vendor.',
        xero: 'If the invoice is a draft in Xero, approve it: only authorised documents take payments.',
      },
    ],
    prevention: 'Let the job send customers and vendors first, then documents, then payments.',
  },
  source_not_syncable: {
    meaning: 'The document is not ready in the source system, or is of a kind that the ledger does not take.',
    examples: [
      ['xero', 'The Total for this document must be greater than or equal to zero.'],
      ['other', 'Only approved invoices can be exported'],
    ],
    steps: [
      'Open it in the source system: approve it, finish it, or take it off hold.',
      'A total below zero is a credit note: enter it as one.',
      'Put the record back to Pending.',
    ],
    prevention: 'Map the source system’s states in Tieout, so that what is not ready is not tried.',
  },
  amount_mismatch: {
    meaning: 'Amounts do not add up: lines and total, debits and credits, or a payment and what is still open.',
    examples: [
      ['xero', 'Payment amount exceeds the amount outstanding on this document'],
      ['qbo', 'Amount is not equal to UnitPrice * Qty. Supplied value:58'],
    ],
    steps: [
      'Compare lines, tax and discounts with the total.',
      'For a payment, look in the ledger at what is already paid.',
      'Look at rounding: four decimals in one system and two in the other.',
      'Correct one side, then put the record back to Pending.',
    ],
    prevention: 'Use the same number of decimals and the same way of rounding tax in both systems.',
  },
  currency: {
    meaning: 'The document’s currency is not set up in the ledger, or is not that of the customer, vendor or account.',
    examples: [
      ['xero', 'Organisation is not subscribed to currency UAH'],
      ['qbo', 'The transaction needs to be in the same currency as the A/R and A/P accounts you use.'],
    ],
    steps: [
      {
        qbo: 'Settings, Account and settings, Advanced, Currency: turn multicurrency on, and add the currency. It can’t be turned off again.',
        xero: 'Settings, Currencies: add the currency. It needs a plan with multi-currency.',
      },
      'A customer or vendor has one currency in QuickBooks Online: use one party a currency.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Add a currency in the ledger before the first document in it.',
  },
  invalid_data: {
    meaning: 'A field is missing, too long, or of the wrong form.',
    examples: [
      [
        'qbo',
        'String length specified does not match the supported length. Min:0 Max:1,000 supported. Supplied length:1,001',
      ],
      ['xero', 'Due date cannot be empty.'],
    ],
    steps: [
      'Find the field that the message names in the source system.',
      'Correct it: shorten it, fill it in, or take out odd characters.',
      'If every document fails so, the vendor of the sync job must correct what it sends.',
      'Put the record back to Pending.',
    ],
    prevention: 'Make the fields that the ledger needs compulsory in the source system.',
  },
};
