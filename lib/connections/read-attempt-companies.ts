import { type Ctx, requirePermission } from '#lib/access/context.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { CompanyFacts, LedgerCompany } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { ledgerReader, ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import type { AttemptEnd } from './connect-contract.ts';
import { endAttempt, lockAttempt, openWaiting, type ReadCompany, type StoredAttempt } from './stored-attempts.ts';

/** A consent may reach more organisations than anybody looks through; plans are asked for of so many. */
const FACTS_MAX = 25;

/**
 * Asks the provider which companies a consent reaches, and keeps them with the attempt, to be shown before anything is
 * connected. Where the provider does not answer, the attempt stays as it is and this may be done again. Throws `not_found`.
 */
export async function readAttemptCompanies(
  ctx: Ctx,
  { id, session }: { id: string; session: Uint8Array },
): Promise<void> {
  requirePermission(ctx, 'connection:manage');
  const { attempt, tokens } = await ctx.transaction(async (tx) => {
    const locked = await lockAttempt(ctx, tx, { id, session });
    const isWanted = locked.endedAt === null && !locked.isOver && locked.companies === null;
    return { attempt: locked, tokens: isWanted ? openWaiting(ctx, locked) : null };
  });
  if (tokens === null) return;
  const { ledger } = attempt;
  let read: LedgerCompany[];
  try {
    const signIn = await ledgerSignIn(ledger);
    read = await signIn.readCompanies(tokens.access, tokens.claimedId);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const reason = reasonOf(error);
    if (reason !== null) await ctx.transaction((tx) => endAttempt(ctx, tx, attempt, { reason, detail: error.message }));
    return;
  }
  if (read.length === 0) {
    await ctx.transaction((tx) => endAttempt(ctx, tx, attempt, { reason: 'no_company' }));
    return;
  }
  const companies: ReadCompany[] = await Promise.all(
    read.map(async (company, index) => ({
      ...company,
      facts: index < FACTS_MAX ? await readFacts(attempt, company, tokens.access) : null,
    })),
  );
  await ctx.transaction(async (tx) => {
    const stored = await tx.$executeRaw`
      UPDATE connect_attempt SET companies = ${JSON.stringify(companies)}::jsonb
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${id}::uuid AND ended_at IS NULL AND companies IS NULL`;
    if (stored === 0 || attempt.connectionId === null) return;
    const [wanted] = await tx.$queryRaw<{ companyId: string; companyName: string }[]>`
      SELECT company_id AS "companyId", company_name AS "companyName" FROM connection
       WHERE tenant_id = ${ctx.tenantId}::uuid AND id = ${attempt.connectionId}::uuid`;
    if (wanted === undefined || companies.some(({ companyId }) => companyId === wanted.companyId)) return;
    const cameBack = companies.map(({ name, companyId }) => `${name} (${companyId})`);
    const after = { ledger, reason: 'other_company', wanted: `${wanted.companyName} (${wanted.companyId})`, cameBack };
    await recordAudit(ctx, tx, [
      { action: 'connection.connect_refused', subject: { type: 'connection', id: attempt.connectionId }, after },
    ]);
  });
}

/** What a company says of itself; null where it does not say: it may be connected all the same. */
async function readFacts(
  { ledger, environment }: StoredAttempt,
  { companyId }: LedgerCompany,
  access: string,
): Promise<CompanyFacts | null> {
  try {
    const reader = await ledgerReader(ledger, { environment, companyId, access });
    return await reader.readCompany();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return null;
  }
}

/** Why the attempt is over; null where asking again may help. */
function reasonOf({ trouble }: LedgerError): AttemptEnd | null {
  switch (trouble) {
    case 'unavailable':
    case 'rate_limited':
      return null;
    case 'wrong_company':
      return 'wrong_company';
    case 'misconfigured':
      return 'misconfigured';
    default:
      return 'not_permitted';
  }
}
