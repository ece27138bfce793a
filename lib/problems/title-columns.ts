import { type AboutType, isCause } from '#lib/causes/causes.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { problemTitle } from './problem-title.ts';

/** What a problem is called by, of `problem p` joined by TITLE_JOINS. */
export const TITLE_COLUMNS = Prisma.sql`
  p.cause, p.about_type AS "aboutType", p.about_name AS "aboutName", p.about_id AS "aboutId", p.is_guess AS "isGuess",
  c.ledger AS "titleLedger", p.evidence AS "titleEvidence", w.message AS "titleMessage"`;

/** Its connection, and the message that most of its records had. */
export const TITLE_JOINS = Prisma.sql`
  LEFT JOIN connection c ON c.tenant_id = p.tenant_id AND c.id = p.connection_id
  LEFT JOIN error_message w ON w.tenant_id = p.tenant_id AND w.id = p.message_id`;

/** These columns as the database gives them. */
export type TitleRow = {
  cause: string;
  aboutType: string | null;
  aboutName: string | null;
  aboutId: string | null;
  isGuess: boolean;
  titleLedger: Ledger | null;
  titleEvidence: string[];
  titleMessage: string | null;
};

/** Gives what people call the problem. */
export function titleOf(row: TitleRow): string {
  // A cause that later rules no longer have is one that is not known.
  const cause = isCause(row.cause) ? row.cause : 'unknown';
  const about =
    row.aboutType === null ? null : { type: row.aboutType as AboutType, name: row.aboutName, id: row.aboutId };
  return problemTitle(
    { cause, about, isGuess: row.isGuess, evidence: row.titleEvidence, message: row.titleMessage },
    row.titleLedger,
  );
}
