import { closedThrough } from '#lib/checks/rules/closed-periods.ts';
import { sayDay } from '#lib/checks/rules/say.ts';
import { finding, gap, type Rule } from './rule.ts';

/** A document that is dated in a period whose books are closed. */
export const closedPeriod: Rule = ({ record, place }) => {
  if (place === null) return [];
  if (place.company === null) {
    return [gap('closed_period', `Whether a period of ${place.companyName} is closed was never read.`)];
  }
  const day = closedThrough(place.company);
  if (day === null) return [];
  if (record.documentDate === null) {
    return [gap('closed_period', `It has no document date, and the books are closed through ${sayDay(day)}.`)];
  }
  if (record.documentDate > day) return [];
  return [
    finding('closed_period', 'will_fail', {
      cause: 'closed_period',
      about: { type: 'period', name: day },
      words: `Dated ${sayDay(record.documentDate)}; the books of ${place.companyName} are closed through ${sayDay(day)}.`,
      remedy: 'Have an accountant open the period, or date the document after it in the source system.',
    }),
  ];
};
