import type { Ctx } from '#lib/access/context.ts';
import type { LedgerQuestions } from './ask-ledger.ts';
import type { CheckAnswer, CheckName } from './check-contract.ts';
import type { CheckedConnection, Moment } from './facts.ts';
import { judgeAuthorised } from './rules/authorised.ts';
import { judgeExpiry } from './rules/expiry.ts';
import { judgeRightCompany } from './rules/right-company.ts';

/** What a check goes by. What a run has asked once is not asked again. */
export type Asked = {
  ctx: Ctx;
  moment: Moment;
  /** Null where the business itself is checked. */
  about: { connection: CheckedConnection; ledger: LedgerQuestions } | null;
};

type Answering = (asked: Asked) => Promise<CheckAnswer[]>;

/** One answer about a connection; there is none where no connection is checked. */
function ofConnection(
  judge: (about: NonNullable<Asked['about']>, asked: Asked) => Promise<CheckAnswer> | CheckAnswer,
): Answering {
  return async (asked) => (asked.about === null ? [] : [await judge(asked.about, asked)]);
}

const ANSWERS: Partial<Record<CheckName, Answering>> = {
  authorised: ofConnection(async ({ connection, ledger }, { moment }) =>
    judgeAuthorised(connection, await ledger.proof(), moment),
  ),
  expiry: ofConnection(({ connection }, { moment }) => judgeExpiry(connection, moment)),
  right_company: ofConnection(async ({ connection, ledger }, { moment }) =>
    judgeRightCompany(connection, await ledger.proof(), moment),
  ),
};

/** Gives a check's answers, one or one for each source; null of a check that is not there. */
export async function answerCheck(name: CheckName, asked: Asked): Promise<CheckAnswer[] | null> {
  const answering = ANSWERS[name];
  return answering === undefined ? null : answering(asked);
}
