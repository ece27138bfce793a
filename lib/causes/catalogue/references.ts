import type { CatalogueOf } from './entry.ts';

/** What a document points at in the ledger, and what nobody knows. */
export const REFERENCE_ENTRIES: CatalogueOf<
  | 'duplicate_name'
  | 'contact_mismatch'
  | 'missing_contact_mapping'
  | 'missing_account_mapping'
  | 'missing_tax_mapping'
  | 'missing_item_mapping'
  | 'missing_tracking_mapping'
  | 'inactive_reference'
  | 'unknown'
> = {
  duplicate_name: {
    meaning: 'The sync job wanted to add a customer, vendor or item under a name that is taken.',
    examples: [
      ['qbo', 'The name supplied already exists. : Another customer, vendor or employee is already using this name.'],
      ['xero', 'The contact name X is already assigned to another contact.'],
    ],
    steps: [
      {
        qbo: 'Search customers, vendors and employees, the inactive ones too: in QuickBooks Online they share one set of names.',
        xero: 'Search contacts, the archived ones too.',
      },
      'The same party: link the two in the sync job, or merge them in the ledger.',
      'Two parties: rename one of them.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Let one system add customers and vendors, and take the names over as they are.',
  },
  contact_mismatch: {
    meaning:
      'The customer or vendor is there but does not fit: another e-mail, another party on a payment than on its invoice.',
    examples: [
      ['xero', 'Email address must be valid.'],
      ['other', 'The vendor on one of bills paid in this transaction does not match the vendor on that bill in QBO.'],
    ],
    steps: [
      'Compare name and e-mail letter by letter, spaces and capitals too.',
      'Correct the source system, or undo a wrong merge in the ledger.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Check e-mail addresses as they are entered, and tell everybody before contacts are merged.',
  },
  missing_contact_mapping: {
    meaning: 'The ledger has no customer or vendor for this document, or the job does not know which.',
    examples: [
      ['qbo', 'CustomerRef is required, CustomerRef is missing in the request'],
      ['xero', 'Contact Name cannot be empty.'],
    ],
    steps: [
      'Look for the party in the ledger.',
      'Add it there, or map it in the sync job.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Map each new customer and vendor when it is entered, not when its first document fails.',
  },
  missing_account_mapping: {
    meaning: 'A line, a vendor or an item has no account in the ledger, or one of the wrong type.',
    examples: [
      ['xero', "Account code '200' is not a valid code for this document"],
      ['qbo', 'Invalid Reference Id : Accounts element id 76 not found'],
      ['other', "Vendor 'Acme Corp' is missing a default expense account in QuickBooks."],
    ],
    steps: [
      {
        qbo: 'Open the chart of accounts, or the vendor or item, and see which account is meant.',
        xero: 'Open Settings, Chart of accounts, and see that the code exists; for payments that “Enable payments” is ticked.',
      },
      'Map it in the sync job to an active account of the right type: income for invoices, expense for bills.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Change the mapping in the same hour as the chart of accounts.',
  },
  missing_tax_mapping: {
    meaning: 'A line has no tax code that the ledger accepts for its account and country.',
    examples: [
      ['xero', "The TaxType code 'OUTPUT' cannot be used with account code '200'."],
      ['qbo', 'Make sure all your transactions have a GST/HST rate before you save.'],
    ],
    steps: [
      'Find the line’s tax code in the sync job’s mapping.',
      'Choose one for the right direction: sales codes for invoices, purchase codes for bills. No tax needs a code too.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Map every tax code of the source system once, those of 0 % too.',
  },
  missing_item_mapping: {
    meaning: 'A line names a product or service that the ledger does not have, or that can’t be used in a document.',
    examples: [
      ['xero', 'Item Code is invalid.'],
      ['qbo', 'Invalid Reference Id : Categories cannot be used in transactions.'],
    ],
    steps: [
      'Look for the item in the ledger’s products and services.',
      'Add it, or map the source system’s charge to an existing one; a category is no item.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Map new charges before they are first billed.',
  },
  missing_tracking_mapping: {
    meaning: 'A class, location, department or tracking option is missing, or is written otherwise in the ledger.',
    examples: [
      ['xero', 'A Tracking Category did not match a known active Tracking Category.'],
      ['qbo', 'Invalid Reference Id : Klasses element id 5000000000000142240 not found'],
    ],
    steps: [
      {
        qbo: 'Settings, All lists, Classes or Locations: see that it exists and is active.',
        xero: 'Accounting, Advanced, Tracking categories: see that the category and the option exist. Two categories can be active.',
      },
      'Compare the names letter by letter, and map them again in the sync job.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Do not rename classes and tracking options while documents wait.',
  },
  inactive_reference: {
    meaning: 'An account, customer, vendor, item or tax code of the document was made inactive, archived or merged.',
    examples: [
      [
        'qbo',
        'Something you’re trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.',
      ],
      ['xero', 'The contact with the specified contact details has been archived.'],
    ],
    steps: [
      'Find out which one it is; the message names it, or only says that it is one of them.',
      'Make it active again, or map the document to the one that took its place.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Look for open documents before something is made inactive.',
  },
  unknown: {
    meaning: 'Tieout does not know what this message means. The ledger’s words are kept in full.',
    examples: [['qbo', 'Business Validation Error: Unexpected Internal Error. (-30000)']],
    steps: [
      'Read the message and the raw answer on the record’s page.',
      'Put one record back to Pending to see whether it fails again.',
      'Ask the vendor of the sync job, with the message and the time of the attempt.',
      'Once you know what it means, say so on the record: Tieout then names it for all such messages of your business.',
    ],
    prevention: 'Ask the vendor to pass the ledger’s own words on.',
  },
};
