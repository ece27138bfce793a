import type { Ctx } from '#lib/access/context.ts';
import { getConnectionName } from '#lib/connections/get-connection-name.ts';
import { getProblemName } from '#lib/problems/get-problem-name.ts';
import { getErrorMessage } from '#lib/records/get-error-message.ts';
import { NONE } from '#lib/records/list-contract.ts';
import { getSourceNames } from '#lib/sources/get-source-names.ts';
import type { FilterNames } from './filters.ts';
import type { ListState } from './list-address.ts';

/** Reads what the values that a list is filtered by are called. */
export async function loadFilterNames(ctx: Ctx, state: ListState): Promise<FilterNames> {
  const { sources, message, connection, problem } = state;
  const [sourceNames, messageText, connectionName, problemName] = await Promise.all([
    getSourceNames(ctx, sources),
    message === null || message === NONE ? null : getErrorMessage(ctx, message),
    connection === null || connection === NONE ? null : getConnectionName(ctx, connection),
    problem === null ? null : getProblemName(ctx, problem),
  ]);
  return { sourceNames, messageText, connectionName, problemName };
}
