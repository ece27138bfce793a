import type { Ctx } from '#lib/access/context.ts';
import { newId } from '#lib/core/ids.ts';
import { type Column, recordset } from '#lib/db/recordset.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import type { ProblemDone, ProblemProof, SolvedHow } from './problem-contract.ts';

/** What is kept of a problem that was just solved. */
export type NewSolution = {
  problem: { id: string; problemKey: string; cause: string; openedAt: Date };
  how: SolvedHow;
  note: string | null;
  proof: ProblemProof;
  done: ProblemDone;
};

const COLUMNS: readonly Column<NewSolution>[] = [
  ['id', 'uuid', newId],
  ['problem_id', 'uuid', ({ problem }) => problem.id],
  ['problem_key', 'uuid', ({ problem }) => problem.problemKey],
  ['cause', 'text', ({ problem }) => problem.cause],
  ['opened_at', 'timestamptz', ({ problem }) => problem.openedAt.toISOString()],
  ['how', 'text', ({ how }) => how],
  ['note', 'text', ({ note }) => note],
  ['proof', 'jsonb', ({ proof }) => proof],
  ['done', 'jsonb', ({ done }) => done],
];

/** Keeps how problems were solved, for ever. */
export async function insertSolutions(ctx: Ctx, tx: TenantTx, solutions: readonly NewSolution[]): Promise<void> {
  if (solutions.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO problem_solution (tenant_id, id, problem_id, problem_key, cause, opened_at, solved_at, how, solved_by_name,
                                  note, proof, done)
    SELECT ${ctx.tenantId}::uuid, s.id, s.problem_id, s.problem_key, s.cause, s.opened_at, now(), s.how, ${ctx.actor.name},
           s.note, s.proof, s.done
      FROM ${recordset('s', solutions, COLUMNS)}`;
}
