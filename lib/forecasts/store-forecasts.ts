import type { Ctx } from '#lib/access/context.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { Kind } from '#lib/records/kinds.ts';
import { placeOf } from './decide-forecast.ts';
import type { Basis, RecordFacts } from './facts.ts';
import { type DecidedForecast, type ForecastFinding, firstFinding } from './forecast-contract.ts';

/** What is told of a record. */
export type ForecastOf = { record: RecordFacts; decided: DecidedForecast };

type Row = ForecastOf & { finding: ForecastFinding | null; basis: object };

const NAME_MAX = 255;
const COLUMNS: readonly Column<Row>[] = [
  ['record_id', 'uuid', ({ record }) => record.id],
  ['outcome', 'text', ({ decided }) => decided.outcome],
  ['rule', 'text', ({ decided }) => decided.reasons[0]?.rule],
  ['cause', 'text', ({ finding }) => finding?.cause],
  ['about_type', 'text', ({ finding }) => finding?.about?.type],
  ['about_name', 'text', ({ finding }) => finding?.about?.name.slice(0, NAME_MAX)],
  ['reasons', 'jsonb', ({ decided }) => decided.reasons],
  ['record_version', 'integer', ({ record }) => record.version],
  ['basis', 'jsonb', ({ basis }) => basis],
];

/**
 * Keeps forecasts over what was told before; one that says the same again stays as it was made. Gives the kinds of the
 * records of which something else is told now.
 */
export async function storeForecasts(
  ctx: Ctx,
  tx: TenantTx,
  forecasts: readonly ForecastOf[],
  basis: Basis,
): Promise<Kind[]> {
  if (forecasts.length === 0) return [];
  const rows = forecasts.map(
    ({ record, decided }): Row => ({
      record,
      decided,
      finding: firstFinding(decided.reasons),
      basis: basisOf(record, basis),
    }),
  );
  const changed = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO record_forecast AS f (tenant_id, record_id, outcome, rule, cause, about_type, about_name, reasons, made_at,
                                      record_version, basis)
    SELECT ${ctx.tenantId}::uuid, n.record_id, n.outcome, n.rule, n.cause, n.about_type, n.about_name, n.reasons, now(),
           n.record_version, n.basis
      FROM ${recordset('n', rows, COLUMNS)} ORDER BY n.record_id
    ON CONFLICT (tenant_id, record_id) DO UPDATE
       SET outcome = excluded.outcome, rule = excluded.rule, cause = excluded.cause, about_type = excluded.about_type,
           about_name = excluded.about_name, reasons = excluded.reasons, made_at = excluded.made_at,
           record_version = excluded.record_version, basis = excluded.basis
     WHERE (f.outcome, f.reasons) IS DISTINCT FROM (excluded.outcome, excluded.reasons)
    RETURNING record_id AS id`;
  const kinds = new Map(forecasts.map(({ record }) => [record.id, record.kind]));
  return [...new Set(changed.flatMap(({ id }) => kinds.get(id) ?? []))];
}

/** When the lists of the record's company had been read. */
function basisOf(record: RecordFacts, { places }: Basis): object {
  const place = placeOf(record, places);
  if (place === null) return {};
  const { connectionId, company, lists } = place;
  const readAt = Object.fromEntries(
    Object.entries(lists).map(([type, list]) => [type, list?.readAt?.toISOString() ?? null]),
  );
  return { connectionId, closedThrough: company?.closedThrough ?? null, readAt };
}
