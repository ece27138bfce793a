import { finding, gap, type Rule } from './rule.ts';

/** The sync job's own link to the company does not work, or it is not known which company a record is for. */
export const connection: Rule = ({ place, basis }) => {
  if (place === null) {
    const words =
      basis.places.length === 0
        ? 'No company is connected, so nothing in the ledger can be looked at.'
        : 'It does not say for which company it is, and there are several.';
    return [gap('connection', words)];
  }
  if (place.jobOutage !== null) {
    return [
      finding('connection', 'will_fail', {
        cause: 'connection_revoked',
        about: { type: 'user', name: place.companyName },
        words: `The sync job’s link to ${place.companyName} does not work: ${place.jobOutage}`,
        remedy: 'Reconnect the sync job to the company first; then its records go through.',
      }),
    ];
  }
  if (place.status === 'connected') return [];
  const words =
    place.status === 'lost'
      ? `Tieout lost its connection to ${place.companyName}, so what is new there is not known.`
      : `${place.companyName} is not connected to Tieout, so nothing of it can be looked at.`;
  return [gap('connection', words)];
};
