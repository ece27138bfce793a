import type { z } from 'zod';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { TenantTx } from '#lib/db/tenant-transaction.ts';
import { changeProblem, refuseSolved } from './change-problem.ts';
import { parseInput } from './parse-input.ts';
import { assignInput, type ProblemPerson, type ProblemRow } from './problem-contract.ts';

/** Gives a problem to a member who may work on records, or to nobody. Throws `not_found`, `conflict`, `invalid_input`. */
export function assignProblem(ctx: Ctx, input: z.input<typeof assignInput>): Promise<ProblemRow> {
  requirePermission(ctx, 'problem:work');
  const { personId, ...which } = parseInput(assignInput, input);
  return changeProblem(ctx, which, async (problem, tx) => {
    if ((problem.assignedTo?.id ?? null) === personId) return null;
    refuseSolved(problem);
    const person = personId === null ? null : await findAssignable(ctx, tx, personId);
    return {
      set: Prisma.sql`assigned_to = ${personId}::uuid`,
      event: {
        action: 'problem.assigned',
        before: { assignedTo: problem.assignedTo?.name ?? null },
        after: { assignedTo: person?.name ?? null },
      },
    };
  });
}

async function findAssignable({ tenantId }: Ctx, tx: TenantTx, personId: string): Promise<ProblemPerson> {
  const [person] = await tx.$queryRaw<ProblemPerson[]>`
    SELECT u.id, u.name FROM membership m JOIN app_user u ON u.id = m.user_id
     WHERE m.tenant_id = ${tenantId}::uuid AND m.user_id = ${personId}::uuid AND 'accounting_sync' = ANY (m.roles)`;
  if (person !== undefined) return person;
  const message = 'must be a member with the role Accounting Sync';
  throw new AppError('invalid_input', {
    message: 'This person is not a member with the role Accounting Sync: choose another.',
    fields: [{ field: 'personId', message }],
  });
}
