import { createHash } from 'node:crypto';
import { attemptContentHash } from '#lib/attempts/content-hash.ts';
import { type Calendar, HOUR_MS } from './calendar.ts';
import { type Directory, instantOf } from './fold-document.ts';
import type { Row } from './insert-rows.ts';
import type { TenantPlan } from './plan.ts';
import type { Random } from './random.ts';

/** Outcomes of documents that nobody has sent: two for Acme, one for Globex. */
export function unmatchedAttempts(plan: TenantPlan, calendar: Calendar, directory: Directory, random: Random): Row[] {
  const keys = plan.slug === 'acme' ? ['inv_9f31c07a42', 'inv_9f31c07b18'] : ['inv_0c77e2915d'];
  const source = plan.sources[0];
  return keys.map((externalKey, index) => {
    const atMs = calendar.businessDayBack(3 + index) + 11.4 * HOUR_MS + random.int(0, HOUR_MS);
    const said = {
      externalId: `${source?.attemptPrefix}unmatched-${index + 1}`,
      record: { kind: 'invoice' as const, sourceId: externalKey },
      outcome: 'failed' as const,
      attemptedAt: instantOf(atMs),
      errorCode: 'DOCUMENT_NOT_FOUND',
      errorMessage: `The document ${externalKey} could not be read from ${source?.name}.`,
    };
    const sourceId = directory.sourceIds.get(source?.slug ?? '');
    return {
      tenant_id: directory.tenantId,
      id: random.id(atMs),
      source_id: sourceId,
      external_id: said.externalId,
      api_key_id: directory.keys.get(source?.slug ?? '')?.id,
      record_source_id: sourceId,
      kind: 'invoice',
      external_key: externalKey,
      connection_id: directory.connectionId,
      outcome: 2,
      attempted_at: said.attemptedAt,
      received_at: instantOf(atMs + 900),
      error_code: said.errorCode,
      error_message: said.errorMessage,
      content_hash: `\\x${attemptContentHash(said, null)}`,
    };
  });
}

/** One item that was refused, as it came. */
export function rejectedItems(plan: TenantPlan, calendar: Calendar, directory: Directory, random: Random): Row[] {
  const atMs = calendar.businessDayBack(5) + 14.2 * HOUR_MS;
  const refusals =
    plan.slug === 'acme'
      ? {
          slug: 'zapier',
          call: 'attempts',
          item: `{"externalId":"zap-run-58213","record":{"kind":"invoice_payment","sourceId":"pay_58213"},"outcome":"success","attemptedAt":"${instantOf(atMs)}"}`,
          errors: [{ field: 'outcome', message: 'must be complete (1) or failed (2)' }],
        }
      : {
          slug: 'make',
          call: 'records',
          item: '{"kind":"bill","sourceId":"bil_7734","number":"SI-3340","amount":"1.250,00","currency":"AUD"}',
          errors: [
            {
              field: 'amount',
              message: 'must be a decimal with at most 15 integer digits and 4 decimals, such as "1250.00"',
            },
          ],
        };
  return [
    {
      tenant_id: directory.tenantId,
      id: random.id(atMs),
      source_id: directory.sourceIds.get(refusals.slug),
      api_key_id: directory.keys.get(refusals.slug)?.id,
      call: refusals.call,
      item_hash: `\\x${createHash('sha256').update(refusals.item).digest('hex')}`,
      item: refusals.item,
      errors: refusals.errors,
      request_id: random.id(atMs),
      first_at: instantOf(atMs),
      last_at: instantOf(atMs + 3 * HOUR_MS),
      times: 3,
    },
  ];
}
