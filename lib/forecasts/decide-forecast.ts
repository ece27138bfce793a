import type { Basis, Place, RecordFacts } from './facts.ts';
import type { DecidedForecast, ForecastReason } from './forecast-contract.ts';
import { RULES } from './rules/rules.ts';

const ORDER: Record<ForecastReason['certainty'], number> = { will_fail: 0, may_fail: 1, not_known: 2 };

/** Tells from a record and the reference data whether it will be refused. Pure. */
export function decideForecast(record: RecordFacts, basis: Basis): DecidedForecast {
  const place = placeOf(record, basis.places);
  const reasons = RULES.flatMap((rule) => rule({ record, place, basis })).toSorted(
    (a, b) => ORDER[a.certainty] - ORDER[b.certainty],
  );
  return { outcome: reasons[0]?.certainty ?? 'will_pass', reasons };
}

/** Gives the company that a record is for: the one that it names, or the only one that there is. */
export function placeOf({ connectionId }: Pick<RecordFacts, 'connectionId'>, places: readonly Place[]): Place | null {
  if (connectionId !== null) return places.find((place) => place.connectionId === connectionId) ?? null;
  const connected = places.filter(({ status }) => status === 'connected' || status === 'lost');
  const [only, other] = connected.length > 0 ? connected : places;
  return other === undefined ? (only ?? null) : null;
}
