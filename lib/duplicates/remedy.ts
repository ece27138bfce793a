import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import type { PairKind, Subject } from './duplicate-contract.ts';
import { nounOf } from './duplicate-words.ts';

/** What to do about two that are one: first what must not be done, then the steps, then what there is to know. */
export type Remedy = { warning: string | null; steps: string[]; notes: string[] };

type Asked = {
  subject: Subject;
  kind: PairKind;
  ledger: Ledger | null;
  /** How many of them payments are linked to. */
  paid: number;
  count: number;
  /** How many of them a sync job wrote, as far as Tieout knows. */
  synced: number;
  /** The name of the one to keep, where one is to be preferred. */
  keep: string | null;
};

/** Gives what to do in the ledger about those that look alike. */
export function remedyFor(asked: Asked): Remedy {
  if (asked.subject === 'contact') return mergeContacts(asked);
  const remedy = removeDocument(asked);
  if (asked.subject === 'document') return remedy;
  return {
    ...remedy,
    notes: [
      ...remedy.notes,
      'Then exclude the record of the one that went, or void it in the source, so that no sync job writes it again.',
    ],
  };
}

function mergeContacts({ kind, ledger, keep }: Asked): Remedy {
  const { one, many } = nounOf(kind);
  const kept = keep === null ? 'the one that you keep' : `“${keep}”`;
  const after = `If the source or a sync job knows them by the ledger’s own ids, point it at the ${one} that stays.`;
  if (ledger === 'xero') {
    return {
      warning:
        'A merge in Xero can’t be undone. Compare bank details and addresses first, and be sure that they are one business.',
      steps: [
        'In Xero, open Contacts, then All contacts.',
        `Tick the contact that is to go, not ${kept}.`,
        `Choose Merge, choose ${kept} as the contact to merge into, and confirm.`,
        'The contact that went is archived, and its invoices, bills and payments are the other’s from then on.',
      ],
      notes: [
        after,
        'To keep the history apart, archive the one that is no longer used instead: a contact with open items can be archived too.',
      ],
    };
  }
  return {
    warning: `A merge in QuickBooks can’t be undone. Compare addresses, terms and tax details first, and be sure that they are one business.`,
    steps: [
      `In QuickBooks, open the ${one} that is to go, and choose Edit.`,
      `Change its display name to exactly ${keep === null ? 'that of the one that you keep' : kept}, letter by letter.`,
      'Save. QuickBooks says that the name is in use and asks whether to merge the two: choose Yes.',
      `Its transactions are the other’s from then on, and the ${one} that was renamed is gone.`,
    ],
    notes: [
      after,
      `QuickBooks merges no ${many} of two currencies${kind === 'customer' ? ', and no customer that has sub-customers: move those first' : ''}.`,
      `To keep the history apart, make the one that is no longer used inactive instead: it must have no open balance.`,
    ],
  };
}

function removeDocument({ kind, ledger, paid, count, synced }: Asked): Remedy {
  const { one } = nounOf(kind);
  const name = ledger === null ? 'the ledger' : LEDGER_WORDS[ledger].name;
  if (paid >= count) {
    return {
      warning: `Payments are linked to ${count === 2 ? 'both' : 'each of them'}: do not delete or void either. It may have been paid twice.`,
      steps: [
        `Compare the payments of the ${count} with the bank.`,
        kind === 'bill'
          ? 'If it was paid twice, ask the vendor for the money back, or for a credit against the next bill.'
          : 'If the customer paid twice, give the money back, or keep it as a credit for the next invoice.',
        `If one payment was entered twice as well, remove the payment that never reached the bank first, in ${name}, and then the ${one} that it paid.`,
      ],
      notes: [],
    };
  }
  return {
    warning:
      paid === 0
        ? null
        : `Payments are linked to ${paid === 1 ? 'one of them' : `${paid} of them`}: do not delete that one, or its payment is left without ${kind === 'bill' ? 'a bill' : 'an invoice'}. Remove the one without payments.`,
    steps: [keepWhich({ one, paid, synced, count }), ...REMOVE[ledger ?? 'qbo'][kind === 'bill' ? 'bill' : 'invoice']],
    notes: [
      `If its date lies in a closed period, ${name} refuses: enter a credit of today for it instead.`,
      'Tieout sees by itself that it is gone, when it reads the documents the next time.',
    ],
  };
}

function keepWhich({ one, paid, synced, count }: Pick<Asked, 'paid' | 'synced' | 'count'> & { one: string }): string {
  if (synced > 0 && synced < count) {
    return `Keep the ${one} that a sync job wrote${paid > 0 ? ', if it is the one with the payment' : ''}: Tieout’s record points to it.`;
  }
  return paid > 0
    ? `Keep the ${one} that the payment is linked to.`
    : `Choose the ${one} to keep: the more complete one.`;
}

const REMOVE: Record<Ledger, Record<'invoice' | 'bill', string[]>> = {
  qbo: {
    invoice: [
      'In QuickBooks, open the other invoice, choose More, then Void. A voided invoice keeps its number and shows in the audit log; a deleted one does not.',
    ],
    bill: [
      'In QuickBooks, open the other bill, choose More, then Delete. The audit log keeps who did it.',
      'If the other bill is linked to a purchase order or to billable expenses, unlink those first.',
    ],
  },
  xero: {
    invoice: [
      'In Xero, open the other invoice. A draft: choose Delete.',
      'Once it is approved: choose Invoice options, then Void. It stays visible as voided.',
    ],
    bill: [
      'In Xero, open the other bill. A draft: choose Delete.',
      'Once it is approved: choose Bill options, then Void. It stays visible as voided.',
    ],
  },
};
