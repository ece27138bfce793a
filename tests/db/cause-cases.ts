import { type Ctx, makeContext } from '#lib/access/context.ts';
import { assignCause } from '#lib/causes/assign-cause.ts';
import { diagnoseStored, NO_RULES, readCauseRules } from '#lib/causes/cause-rules.ts';
import { listCauseRules } from '#lib/causes/list-cause-rules.ts';
import { rediagnose } from '#lib/causes/rediagnose.ts';
import { storeDiagnoses } from '#lib/causes/store-diagnoses.ts';
import { errorMessageId, storeErrorMessages } from '#lib/ingest/error-messages.ts';
import { storeFailures } from '#lib/ingest/store-failures.ts';
import { tellAgain } from '#lib/ingest/tell-again.ts';
import type { FilledTenant } from '#tests/factories/filled-tenant.ts';
import type { Case } from './isolation-cases.ts';

/** The cases of lib/causes, and of what ingest stores of failures. */
export const CAUSE_CASES: Record<string, Case> = {
  readCauseRules: (own, other) =>
    act(own)
      .transaction((tx) => readCauseRules(tx, other.tenant.info.id))
      .then((rules) => [...rules]),
  storeDiagnoses: (own, other) =>
    act(own).transaction((tx) =>
      storeDiagnoses(tx, other.tenant.info.id, [
        {
          messageId: errorMessageId('Message SECRET'),
          message: 'Closed period',
          errorCode: null,
          found: diagnoseStored('Closed period', null),
        },
      ]),
    ),
  storeFailures: (own, other) =>
    act(own).transaction((tx) => storeFailures(tx, other.tenant.info.id, [{ message: 'new', code: null }], NO_RULES)),
  storeErrorMessages: (own, other) =>
    act(own).transaction((tx) => storeErrorMessages(tx, other.tenant.info.id, ['new'])),
  listCauseRules: (own) => listCauseRules(act(own)),
  rediagnose: (own) => rediagnose(act(own)),
  tellAgain: (own) => tellAgain(act(own)),
  assignCause: (own) => assignCause(act(own), { messageId: errorMessageId('Message SECRET'), cause: 'rate_limit' }),
};

export const CAUSES_TOUCH_NO_TENANT: Record<string, string> = {
  wakeDiagnosis: 'sends an empty notification',
  diagnoseAgain: 'asks which tenants have work, and gives each its own act',
};

function act({ tenant }: FilledTenant): Ctx {
  return makeContext({
    tenant: tenant.info,
    actor: { type: 'job', id: null, name: 'causes' },
    permissions: new Set(['cause:assign', 'cause:diagnose']),
    requestId: 'test',
    address: null,
  });
}
