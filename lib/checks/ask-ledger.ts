import type { Ctx } from '#lib/access/context.ts';
import type { CompanyFacts, LedgerReader } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import type { CheckRunKind } from './check-contract.ts';
import type { CallDay, CallSeen, CheckedConnection, Named, NotMade } from './facts.ts';

/** How people call the calls that checks make, and how many requests each is. */
export const CALLS = {
  probe: { words: { qbo: 'Company information', xero: 'Organisation' }, requests: { qbo: 1, xero: 1 } },
  company: {
    words: { qbo: 'Company information and preferences', xero: 'Organisation and what it may do' },
    requests: { qbo: 2, xero: 2 },
  },
} as const satisfies Record<string, { words: Record<Ledger, string>; requests: Record<Ledger, number> }>;

/** So much of the day's calls that are left may a run by the clock take; the rest is for reading records back. */
const OUR_SHARE = 0.2;

/** Opens the way to one company; its calls are counted and its tokens refreshed there. Throws `LedgerError`. */
export type LedgerDoor = (ctx: Ctx, connectionId: string) => Promise<LedgerReader>;

/** What a run may ask a ledger, each question once: whoever asks again is given the same answer. */
export type LedgerQuestions = {
  /** The call that proves the authorisation and the company: the lightest that the run makes anyway. */
  proof(): Promise<CallSeen<Named>>;
  company(): Promise<CallSeen<CompanyFacts>>;
};

/** Gives the questions of a run about one connection. Nothing is called before something is asked. */
export function askLedger(
  connection: CheckedConnection,
  run: { kind: CheckRunKind; isLight: boolean },
  {
    door,
    callDay,
    now,
  }: { door: () => Promise<LedgerReader>; callDay: () => Promise<CallDay | null>; now: () => Date },
): LedgerQuestions {
  let reader: Promise<LedgerReader> | undefined;
  const open = () => {
    reader ??= door();
    return reader;
  };

  async function ask<Value>(what: keyof typeof CALLS, read: (reader: LedgerReader) => Promise<Value>) {
    const call = CALLS[what].words[connection.ledger];
    const why = whyNot(connection, run.kind, await callDay(), CALLS[what].requests[connection.ledger], now());
    if (why !== null) return { state: 'not_made', call, why } satisfies CallSeen<Value>;
    try {
      const value = await read(await open());
      return { state: 'answered', call, at: now(), value } satisfies CallSeen<Value>;
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      return { state: 'refused', call, at: now(), error } satisfies CallSeen<Value>;
    }
  }

  let company: Promise<CallSeen<CompanyFacts>> | undefined;
  let probe: Promise<CallSeen<Named>> | undefined;
  const askCompany = () => {
    company ??= ask('company', (from) => from.readCompany());
    return company;
  };
  return {
    company: askCompany,
    proof: () => {
      // A run that reads the company anyway proves both by that.
      probe ??= run.isLight ? ask('probe', (from) => from.probe()) : askCompany().then(namedBy);
      return probe;
    },
  };
}

function namedBy(seen: CallSeen<CompanyFacts>): CallSeen<Named> {
  if (seen.state !== 'answered') return seen;
  const { companyId, name } = seen.value;
  return { ...seen, value: { companyId, name } };
}

/** Says why the ledger is not called now; null if it is. A person who waits may use what is left. */
function whyNot(
  { status }: CheckedConnection,
  kind: CheckRunKind,
  day: CallDay | null,
  needed: number,
  now: Date,
): NotMade | null {
  if (status === 'not_connected' || status === 'disconnected') return { reason: 'not_connected', status };
  if (day === null) return null;
  if (day.heldUntil !== null && day.heldUntil > now) return { reason: 'held', until: day.heldUntil };
  if (day.dayLeft === null) return null;
  const ours = kind === 'light' || kind === 'full' ? Math.floor(day.dayLeft * OUR_SHARE) : day.dayLeft;
  return needed > ours ? { reason: 'budget', dayLeft: day.dayLeft, needed } : null;
}
