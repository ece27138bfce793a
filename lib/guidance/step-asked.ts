import type { Ctx } from '#lib/access/context.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { CompanyFacts } from '#lib/ledgers/ledger.ts';
import { LEDGER_WORDS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import type { StepAnswer, StepEvidence } from './guidance-contract.ts';
import type { Found, LookedScope } from './looked-records.ts';

/** The connection that a step compares records with. */
export type StepConnection = {
  id: string;
  ledger: Ledger;
  companyName: string;
  company: Partial<CompanyFacts>;
  /** The lists of the ledger that were ever read whole. */
  readLists: string[];
};

/** What a step goes by; all its reading is in one transaction. */
export type StepAsked = {
  ctx: Ctx;
  tx: TenantTx;
  scope: LookedScope;
  /** Null where a run is about a business with several connections, or none. */
  connection: StepConnection | null;
};

export type Step = (asked: StepAsked) => Promise<StepAnswer>;

/** Reads the connection of a step. */
export async function readStepConnection(ctx: Ctx, tx: TenantTx, id: string): Promise<StepConnection | null> {
  const [row] = await tx.$queryRaw<StepConnection[]>`
    SELECT c.id, c.ledger, c.company_name AS "companyName", c.company,
           ARRAY(SELECT g.type FROM ledger_reading g
                  WHERE g.tenant_id = ${ctx.tenantId}::uuid AND g.connection_id = c.id AND g.whole_at IS NOT NULL) AS "readLists"
      FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id = ${id}::uuid`;
  return row ?? null;
}

/** Gives the answer that nothing is wrong, as far as was looked. */
export function fine(sentence: string, found: Pick<Found, 'lookedAt'>, evidence: StepEvidence = {}): StepAnswer {
  const { lookedAt } = found;
  const isNone = lookedAt === 0;
  return {
    matter: 'company',
    state: isNone ? 'not_known' : 'ok',
    sentence: isNone ? 'There is no record to look at for this.' : sentence,
    remedy: null,
    evidence: { lookedAt, ...evidence },
  };
}

/** Gives the answer that a step has nothing to compare with. */
export function nothingToCompare(sentence: string, remedy: string | null = null): StepAnswer {
  return { matter: 'company', state: 'not_known', sentence, remedy, evidence: {} };
}

/** Why a step that needs one connection can't say anything. */
export const WITHOUT_CONNECTION = nothingToCompare(
  'Not known: this run is about no single connection, so there is no ledger to compare with.',
  'Start a guided run from one connection.',
);

/** Takes a number of records; gives `1 record` or `12 records`. */
export function recordsWords(count: number): string {
  return count === 1 ? '1 record' : `${count.toLocaleString('en')} records`;
}

/** Gives how people call the ledger of a connection. */
export function ledgerName(connection: StepConnection): string {
  return LEDGER_WORDS[connection.ledger].name;
}
