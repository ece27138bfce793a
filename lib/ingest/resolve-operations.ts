import type { FieldError } from '#lib/core/app-error.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { readSourceSettings } from '#lib/sources/source-settings.ts';
import type { Operation, Reporter } from './batch.ts';
import type { Resolved } from './fold.ts';
import { keyTextOf } from './record-store.ts';

type SourceRow = { id: string; slug: string; settings: unknown };
type ConnectionRow = { id: string; ledger: string; companyId: string };

/** Finds the source and the connection that each operation names. What names an unknown one is refused with what there is. */
export async function resolveOperations(
  tx: TenantTx,
  reporter: Reporter,
  operations: readonly Operation[],
): Promise<{ resolved: Resolved[]; unresolved: { operation: Operation; errors: FieldError[] }[] }> {
  const sources = await tx.$queryRaw<SourceRow[]>`
    SELECT id, slug, settings FROM source WHERE tenant_id = ${reporter.tenantId}::uuid ORDER BY slug`;
  const connections = operations.some(namesConnection)
    ? await tx.$queryRaw<ConnectionRow[]>`
        SELECT id, ledger, company_id AS "companyId" FROM connection WHERE tenant_id = ${reporter.tenantId}::uuid`
    : [];
  const known = sources.map(({ settings, ...source }) => ({ ...source, settings: readSourceSettings(settings) }));
  const resolved: Resolved[] = [];
  const unresolved: { operation: Operation; errors: FieldError[] }[] = [];
  for (const operation of operations) {
    const { reference, attempt } = operation;
    const source = known.find(({ id, slug }) =>
      reference.source === undefined ? id === reporter.sourceId : slug === reference.source,
    );
    const named = operation.document?.connection === undefined ? attempt?.connection : operation.document.connection;
    const connection = named
      ? connections.find((c) => c.ledger === named.ledger && c.companyId === named.companyId)
      : null;
    const field = (name: string) => (attempt === null ? name : `record.${name}`);
    if (source === undefined) {
      const message = `is not a source of this tenant; known are ${known.map(({ slug }) => slug).join(', ')}`;
      unresolved.push({ operation, errors: [{ field: field('source'), message }] });
    } else if (connection === undefined) {
      const message = 'is not a connection of this tenant; check the ledger and the company id, or leave it out';
      unresolved.push({
        operation,
        errors: [{ field: operation.document?.connection ? field('connection') : 'connection', message }],
      });
    } else {
      const key = { sourceId: source.id, kind: reference.kind, externalKey: reference.sourceId };
      resolved.push({
        operation,
        key,
        keyText: keyTextOf(key),
        settings: source.settings,
        connectionId: named === undefined ? undefined : (connection?.id ?? null),
      });
    }
  }
  return { resolved, unresolved };
}

function namesConnection({ document, attempt }: Operation): boolean {
  return Boolean(document?.connection ?? attempt?.connection);
}
