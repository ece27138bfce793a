import { dayOf } from '#lib/core/dates.ts';
import { type Calendar, DAY_MS } from './calendar.ts';
import type { Application, SourceDocument } from './document.ts';
import { numbering } from './make-documents.ts';
import { sumOfCents } from './minor-units.ts';
import type { TenantPlan } from './plan.ts';
import type { Random } from './random.ts';

const MOST_DOCUMENTS_A_PAYMENT = 4;

/** Gives the payments of invoices or bills, oldest first: one pays one to four documents of one party, some in part. */
export function makePayments(
  plan: TenantPlan,
  documents: readonly SourceDocument[],
  calendar: Calendar,
  random: Random,
): SourceDocument[] {
  const runs = new Map<string, { atMs: number; documents: SourceDocument[] }>();
  for (const document of documents) {
    if (document.isCredit || !random.chance(document.kind === 'invoice' ? plan.paidShare.invoice : plan.paidShare.bill))
      continue;
    // What never reached the ledger is often disputed or void, and seldom paid.
    if (document.inLedgerAtMs === null && !random.chance(0.3)) continue;
    const dueInDays = document.kind === 'invoice' ? random.int(9, 52) : random.int(12, 34);
    // Parties pay about twice a week: what falls due within the same days goes out together.
    const payDay = Math.ceil((document.createdAtMs / DAY_MS + dueInDays) / 3.5);
    const key = `${document.source}|${document.party.name}|${document.currency}|${document.ownOrg}|${payDay}`;
    const run = runs.get(key) ?? {
      atMs: calendar.workTimeAfter((payDay * 3.5 - 1) * DAY_MS, 1, random),
      documents: [],
    };
    if (run.documents.length < MOST_DOCUMENTS_A_PAYMENT) run.documents.push(document);
    runs.set(key, run);
  }
  const nextNumber = numbering();
  return [...runs.values()]
    .filter((run) => run.atMs < calendar.nowMs)
    .sort((a, b) => a.atMs - b.atMs)
    .map((run) => makePayment(plan, run, nextNumber, random));
}

function makePayment(
  plan: TenantPlan,
  run: { atMs: number; documents: SourceDocument[] },
  nextNumber: ReturnType<typeof numbering>,
  random: Random,
): SourceDocument {
  const [first] = run.documents;
  if (first === undefined) throw new RangeError('A payment pays something');
  const kind = first.kind === 'invoice' ? 'invoice_payment' : 'bill_payment';
  const applications: Application[] = run.documents.map((document) => ({
    document,
    cents: random.chance(0.05) ? Math.round((document.cents * random.int(40, 80)) / 100) : document.cents,
  }));
  const id = random.id(run.atMs);
  const documentDate = dayOf(new Date(run.atMs), plan.timeZone);
  return {
    id,
    kind,
    source: first.source,
    carrier: random.weighted(plan.sourcesOf[kind].map(({ slug, weight }) => ({ item: slug, weight }))),
    externalKey: `${kind === 'invoice_payment' ? 'pay' : 'bpy'}_${id.slice(-10)}`,
    number: nextNumber(plan.numbers[kind]),
    currency: first.currency,
    party: first.party,
    ownOrg: first.ownOrg,
    jobNumber: applications.length === 1 ? first.jobNumber : null,
    documentDate,
    dueDate: null,
    createdAtMs: run.atMs,
    lines: [],
    applications,
    cents: sumOfCents(applications.map((application) => application.cents)),
    isCredit: false,
    sourceStatus: 'Posted',
    inLedgerAtMs: null,
    events: [],
  };
}
