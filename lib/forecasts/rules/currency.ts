import { finding, gap, isRead, ledgerName, listGap, type Rule } from './rule.ts';

/** A currency that the company does not use. */
export const currency: Rule = ({ record, place }) => {
  if (place === null || record.currency === null) return [];
  const { company, references } = place;
  if (company === null) return [gap('currency', `Which currencies ${place.companyName} uses was never read.`)];
  if (record.currency === company.homeCurrency) return [];
  const ledger = ledgerName(place);
  const found = (words: string, remedy: string) =>
    finding('currency', 'will_fail', {
      cause: 'currency',
      about: { type: 'currency', name: record.currency ?? '' },
      words,
      remedy,
    });
  if (company.hasMultiCurrency === false) {
    const home = company.homeCurrency === null ? 'one currency' : company.homeCurrency;
    return [
      found(
        `It is in ${record.currency}, and ${place.companyName} uses ${home} alone.`,
        `An admin turns on more currencies in ${ledger}, or the document is issued in ${home}.`,
      ),
    ];
  }
  if (!isRead(place, 'currency')) return listGap('currency', place, 'currency');
  if (references.currencies.has(record.currency)) return listGap('currency', place, 'currency');
  return [
    found(
      `It is in ${record.currency}, which ${place.companyName} has not set up in ${ledger}.`,
      `Add ${record.currency} to the currencies of ${ledger}, or correct it in the source system.`,
    ),
  ];
};
