import { readFailureSteps } from '#lib/overview/failure-steps.ts';
import { readFlaggedFigures } from '#lib/overview/flagged-figures.ts';
import { getOverview } from '#lib/overview/get-overview.ts';
import { countOutside, countWaiting } from '#lib/overview/open-counts.ts';
import { readPeriodFigures } from '#lib/overview/period-figures.ts';
import { readTopMessages } from '#lib/overview/top-messages.ts';
import { addNote } from '#lib/records/add-note.ts';
import { findNeighbours } from '#lib/records/find-neighbours.ts';
import { getErrorMessage } from '#lib/records/get-error-message.ts';
import { DEFAULT_SORT, EVERY_RECORD } from '#lib/records/list-contract.ts';
import { asAdministrator } from '#tests/factories/administrator.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import { memberOf } from '#tests/factories/tenant.ts';
import type { Case } from './isolation-cases.ts';

const YEARS = { from: '2025-12-01', to: '2027-11-30' };

/** The cases of the month-end view and a record's notes. */
export const OVERVIEW_CASES: Record<string, Case> = {
  getOverview: (own) => getOverview(act(own), YEARS),
  readPeriodFigures: (own) => act(own).transaction((tx) => readPeriodFigures(act(own), tx, YEARS)),
  readFlaggedFigures: (own) => act(own).transaction((tx) => readFlaggedFigures(act(own), tx, YEARS)),
  readFailureSteps: (own) => act(own).transaction((tx) => readFailureSteps(act(own), tx, YEARS)),
  readTopMessages: (own) => act(own).transaction((tx) => readTopMessages(act(own), tx, YEARS)),
  countOutside: (own) => act(own).transaction((tx) => countOutside(act(own), tx, YEARS)),
  countWaiting: (own) => act(own).transaction((tx) => countWaiting(act(own), tx, YEARS)),
  addNote: (own, other) => addNote(act(own), other.recordId, 'A note'),
  findNeighbours: (own, other) => findNeighbours(act(own), EVERY_RECORD, DEFAULT_SORT, other.recordId),
  getErrorMessage: async (own, other) => {
    const [message] = await asAdministrator<{ id: string }>('SELECT id FROM error_message WHERE tenant_id = $1', [
      other.tenant.info.id,
    ]);
    return getErrorMessage(act(own), message!.id);
  },
};

function act({ tenant }: FilledTenant) {
  return memberOf(tenant);
}
