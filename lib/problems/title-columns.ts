import { type AboutType, isCause } from '#lib/causes/causes.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { problemTitle } from './problem-title.ts';

/** What a problem is called by, of `problem p` joined by TITLE_JOINS. */
export const TITLE_COLUMNS = Prisma.sql`
  p.cause, p.about_type AS "aboutType", p.about_name AS "aboutName", p.about_id AS "aboutId", p.is_guess AS "isGuess",
  c.ledger AS "titleLedger", w.evidence AS "titleEvidence", w.message AS "titleMessage"`;

/** Its connection, and the surest of its messages. */
export const TITLE_JOINS = Prisma.sql`
  LEFT JOIN connection c ON c.tenant_id = p.tenant_id AND c.id = p.connection_id
  LEFT JOIN LATERAL (
    SELECT d.evidence, left(m.message, 400) AS message
      FROM message_diagnosis d
      JOIN error_message m ON m.tenant_id = d.tenant_id AND m.id = d.message_id
     WHERE d.tenant_id = p.tenant_id AND d.problem_key = p.problem_key
     ORDER BY d.confidence DESC, d.message_id LIMIT 1) w ON true`;

/** These columns as the database gives them. */
export type TitleRow = {
  cause: string;
  aboutType: string | null;
  aboutName: string | null;
  aboutId: string | null;
  isGuess: boolean;
  titleLedger: Ledger | null;
  titleEvidence: string[] | null;
  titleMessage: string | null;
};

/** Gives what people call the problem. */
export function titleOf(row: TitleRow): string {
  // A cause that later rules no longer have is one that is not known.
  const cause = isCause(row.cause) ? row.cause : 'unknown';
  const about =
    row.aboutType === null ? null : { type: row.aboutType as AboutType, name: row.aboutName, id: row.aboutId };
  return problemTitle(
    { cause, about, isGuess: row.isGuess, evidence: row.titleEvidence ?? [], message: row.titleMessage },
    row.titleLedger,
  );
}
