import { type AttemptWriter, type Difference, lastingCauseOf } from './attempt-writer.ts';
import { type Calendar, HOUR_MS, MINUTE_MS } from './calendar.ts';
import { knownAtMs, type SourceDocument } from './document.ts';
import { writeSpecial } from './special-outcomes.ts';

/** Every so many documents one gets an outcome that a person should look at. */
const SPECIAL_EVERY = 105;
/** Young documents still move by themselves. */
const SPECIAL_FROM_AGE_DAYS = 12;

/** Some hours in which nothing reached the ledger. */
type Disturbance = { cause: string; fromMs: number; untilMs: number; leftShare: number };

/** Writes what happens to each document from the moment it was made until now, in the order given. */
export class OutcomePlanner {
  readonly #writer: AttemptWriter;
  readonly #calendar: Calendar;
  readonly #disturbances: readonly Disturbance[];
  #eligible = 0;

  constructor(writer: AttemptWriter) {
    this.#writer = writer;
    this.#calendar = writer.calendar;
    this.#disturbances = disturbancesOf(writer.calendar);
  }

  /** Writes one document's events; those after now are forgotten. */
  write(document: SourceDocument): void {
    this.#choose(document)();
    const { nowMs } = this.#calendar;
    document.events = document.events.filter((event) => knownAtMs(event) <= nowMs);
    if (document.inLedgerAtMs !== null && document.inLedgerAtMs > nowMs) document.inLedgerAtMs = null;
  }

  /** Gives what is to be written: the first thing that comes in the way of the document, or success. */
  #choose(document: SourceDocument): () => void {
    const { random } = this.#writer;
    const isTold = document.carrier !== 'tms' && document.carrier !== 'aroflo';
    const firstTryMs = document.createdAtMs + random.int(4, isTold ? 190 : 48) * MINUTE_MS + random.int(0, MINUTE_MS);
    const ageDays = this.#calendar.ageDays(document.createdAtMs);
    const disturbance = this.#disturbances.find(({ fromMs, untilMs }) => firstTryMs >= fromMs && firstTryMs < untilMs);
    if (disturbance !== undefined && !this.#isBlocked(document, firstTryMs)) {
      return () => this.#meetDisturbance(document, firstTryMs, disturbance);
    }
    if (document.lines.length > 0 && random.chance(0.011)) return () => this.#voidEarly(document, firstTryMs);
    if (random.chance(pendingShare(ageDays))) return () => this.#leavePending(document, firstTryMs, ageDays);
    if (this.#isBlocked(document, firstTryMs)) return () => this.#waitForDocuments(document, firstTryMs);
    if (isClosedPeriod(document)) {
      return () => this.#meetCause(document, firstTryMs, 'closed_period', ageDays < 36 ? 0.75 : 0.12);
    }
    const { trouble } = document.party;
    if (
      trouble !== null &&
      document.lines.length > 0 &&
      ageDays < trouble.sinceDaysAgo &&
      ageDays > trouble.untilDaysAgo
    ) {
      return () => this.#shareTrouble(document, firstTryMs, trouble.cause, trouble.untilDaysAgo);
    }
    const special = this.#chooseSpecial(document, firstTryMs, ageDays);
    if (special !== null) return special;
    if (random.chance(lastingShare(ageDays))) return () => this.#meetLastingCause(document, firstTryMs, 1);
    const passingShare = this.#calendar.isMonthEnd(firstTryMs) ? 0.24 : 0.035;
    if (random.chance(passingShare)) return () => this.#passOver(document, firstTryMs);
    if (random.chance(0.045)) return () => this.#meetLastingCause(document, firstTryMs, 0);
    return () => this.#succeed(document, firstTryMs);
  }

  #chooseSpecial(document: SourceDocument, firstTryMs: number, ageDays: number): (() => void) | null {
    if (ageDays <= SPECIAL_FROM_AGE_DAYS || document.isCredit) return null;
    this.#eligible += 1;
    if (this.#eligible % SPECIAL_EVERY !== 0) return null;
    return () => writeSpecial(this.#writer, document, firstTryMs, this.#eligible / SPECIAL_EVERY);
  }

  #meetLastingCause(document: SourceDocument, firstTryMs: number, leftShare: number): void {
    this.#meetCause(document, firstTryMs, lastingCauseOf(this.#writer, document), leftShare);
  }

  #succeed(document: SourceDocument, atMs: number): void {
    const { random } = this.#writer;
    const canDiffer = document.lines.length > 0 && !document.isCredit;
    const difference = canDiffer && random.chance(0.013) ? chooseDifference(document, random.next()) : undefined;
    const isForeign = document.lines.length > 0 && document.currency !== this.#writer.plan.currency;
    const inHomeCurrency = isForeign && random.chance(0.04);
    this.#writer.complete(document, atMs, { difference, inHomeCurrency, hasAmount: !random.chance(0.008) });
  }

  #voidEarly(document: SourceDocument, firstTryMs: number): void {
    const { random } = this.#writer;
    if (random.chance(0.3)) this.#writer.fail(document, firstTryMs, lastingCauseOf(this.#writer, document));
    const atMs = firstTryMs + random.int(20, 1_700) * MINUTE_MS;
    document.events.push({ type: 'change', atMs, lines: null, dueDate: null, isVoid: true });
  }

  #leavePending(document: SourceDocument, firstTryMs: number, ageDays: number): void {
    const { random, calendar } = this.#writer;
    if (ageDays > 3 && random.chance(0.3)) {
      const lastMs = this.#writer.failRepeatedly(
        document,
        firstTryMs,
        lastingCauseOf(this.#writer, document),
        random.int(1, 3),
      );
      this.#writer.move(document, calendar.workTimeAfter(lastMs, random.int(1, 3), random), 0, null);
      return;
    }
    if (ageDays > 2 && random.chance(0.6)) document.sourceStatus = random.pick(['Draft', 'Draft', 'Ready']);
  }

  #isBlocked(document: SourceDocument, atMs: number): boolean {
    return document.applications.some(({ document: paid }) => paid.inLedgerAtMs === null || paid.inLedgerAtMs > atMs);
  }

  /** A payment can't arrive before what it pays. */
  #waitForDocuments(document: SourceDocument, firstTryMs: number): void {
    const { random, calendar } = this.#writer;
    const lastMs = this.#writer.failRepeatedly(document, firstTryMs, 'dependency', random.int(1, 3));
    const arrivals = document.applications.map(
      (application) => application.document.inLedgerAtMs ?? Number.POSITIVE_INFINITY,
    );
    const freeMs = Math.max(...arrivals);
    if (Number.isFinite(freeMs)) {
      this.#writer.complete(document, Math.max(freeMs, lastMs) + random.int(30, 600) * MINUTE_MS);
    } else if (calendar.ageDays(firstTryMs) > 40 && random.chance(0.6)) {
      const atMs = calendar.workTimeAfter(lastMs, random.int(2, 9), random);
      this.#writer.move(document, atMs, 1, 'Entered in the ledger against the opening balance');
    }
  }

  #meetDisturbance(document: SourceDocument, firstTryMs: number, disturbance: Disturbance): void {
    const { random } = this.#writer;
    const times = 1 + Math.min(3, Math.floor((disturbance.untilMs - firstTryMs) / (4 * HOUR_MS)));
    for (let time = 0; time < times; time += 1)
      this.#writer.fail(document, firstTryMs + time * 3.7 * HOUR_MS, disturbance.cause);
    if (random.chance(disturbance.leftShare)) return;
    const lastMs = firstTryMs + times * 3.7 * HOUR_MS;
    this.#writer.complete(document, Math.max(lastMs, disturbance.untilMs) + random.int(2, 75) * MINUTE_MS);
  }

  /** Failed for a cause that stays; people fix it and put the record back, unless it is left failed. */
  #meetCause(document: SourceDocument, firstTryMs: number, cause: string, leftShare: number): void {
    const { random, calendar } = this.#writer;
    const isLeft = random.chance(leftShare);
    const times = random.weighted([
      { item: 1, weight: 40 },
      { item: 2, weight: 30 },
      { item: 3, weight: 18 },
      { item: isLeft ? 4 : 3, weight: 8 },
      { item: isLeft ? 5 : 2, weight: 4 },
    ]);
    const lastMs = this.#writer.failRepeatedly(document, firstTryMs, cause, times);
    if (isLeft) return;
    const movedMs = calendar.workTimeAfter(lastMs, random.int(1, 4), random);
    if (!Number.isFinite(movedMs)) return;
    this.#writer.move(document, movedMs, 0, random.chance(0.3) ? 'Fixed in the ledger' : null);
    this.#writer.complete(document, movedMs + random.int(3, 55) * MINUTE_MS);
  }

  /** All documents of one party fail; once it is put right, one bulk act puts them back to Pending. */
  #shareTrouble(document: SourceDocument, firstTryMs: number, cause: string, untilDaysAgo: number): void {
    const { random, calendar } = this.#writer;
    const lastMs = this.#writer.failRepeatedly(document, firstTryMs, cause, random.int(1, 4));
    if (untilDaysAgo === 0) return;
    const fixedMs = calendar.businessDayBack(Math.floor((untilDaysAgo - 6) * 0.7)) + 10.25 * HOUR_MS;
    if (fixedMs <= lastMs) return;
    document.events.push({
      type: 'move',
      atMs: fixedMs,
      to: 0,
      person: `accountant@${this.#writer.plan.slug}.example`,
      reason: `${document.party.name} was put right in the ledger`,
      reference: null,
    });
    this.#writer.complete(document, fixedMs + random.int(4, 40) * MINUTE_MS);
  }

  /** Failed for a cause that passes; the job's own retry arrives. */
  #passOver(document: SourceDocument, firstTryMs: number): void {
    const { random } = this.#writer;
    const isRush = this.#calendar.isMonthEnd(firstTryMs) && random.chance(0.8);
    const cause = isRush ? 'rate_limit' : random.weighted(this.#writer.plan.passingCauses);
    let atMs = firstTryMs;
    for (let times = random.int(1, isRush ? 4 : 2); times > 0; times -= 1) {
      this.#writer.fail(document, atMs, cause);
      atMs += random.int(1, 14) * MINUTE_MS + random.int(0, MINUTE_MS);
    }
    this.#writer.complete(document, atMs);
  }
}

function disturbancesOf(calendar: Calendar): Disturbance[] {
  const evening = (daysBack: number, leftShare: number): Disturbance => ({
    cause: 'token_expired',
    fromMs: calendar.businessDayBack(daysBack) + 12 * HOUR_MS,
    untilMs: calendar.businessDayBack(daysBack - 1) + 9.2 * HOUR_MS,
    leftShare,
  });
  const outageMs = calendar.businessDayBack(112) + 12.5 * HOUR_MS;
  return [
    evening(8, 0.12),
    evening(71, 0.02),
    { cause: 'outage', fromMs: outageMs, untilMs: outageMs + 3 * HOUR_MS, leftShare: 0 },
  ];
}

/** The books of a month close on the fifth of the next one. */
function isClosedPeriod(document: SourceDocument): boolean {
  const enteredDay = new Date(document.createdAtMs).toISOString().slice(0, 10);
  return document.documentDate.slice(0, 7) < enteredDay.slice(0, 7) && Number(enteredDay.slice(8)) > 5;
}

function pendingShare(ageDays: number): number {
  if (ageDays <= 1) return 0.85;
  if (ageDays <= 3) return 0.7;
  if (ageDays <= 7) return 0.45;
  if (ageDays <= 14) return 0.32;
  if (ageDays <= 30) return 0.22;
  return ageDays <= 60 ? 0.15 : 0;
}

function lastingShare(ageDays: number): number {
  if (ageDays <= 31) return 0.3;
  if (ageDays <= 62) return 0.1;
  return ageDays <= 95 ? 0.06 : 0.033;
}

function chooseDifference(document: SourceDocument, chance: number): Difference {
  if (document.lines.length > 1 && chance < 0.25) return 'dropped_line';
  return chance < 0.4 ? 'discount' : 'rounding';
}
