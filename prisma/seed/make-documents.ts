import { addDays, type Day } from '#lib/core/dates.ts';
import { type Calendar, HOUR_MS } from './calendar.ts';
import type { Line, SourceDocument } from './document.ts';
import { includedTax, sumOfCents } from './minor-units.ts';
import type { DocumentShape, LineShape, NumberStyle, Party, TenantPlan } from './plan.ts';
import type { Random } from './random.ts';

const CREDIT_SHARE = 0.018;
/** Documents that reach the source system long after their own date, mostly early in a month: some meet a closed period. */
const LATE_ENTRY_SHARE = { early: 0.13, otherwise: 0.01 };

type Slot = { createdAtMs: number; day: Day };

/** Gives a tenant's invoices or bills of thirteen months, oldest first, none from the future. */
export function makeDocuments(
  plan: TenantPlan,
  kind: 'invoice' | 'bill',
  calendar: Calendar,
  random: Random,
): SourceDocument[] {
  const nextNumber = numbering();
  const everyone = (kind === 'invoice' ? plan.customers : plan.vendors).map((party) => ({
    item: party,
    weight: party.weight,
  }));
  const shares = plan.sourcesOf[kind].map(({ slug, weight }) => ({ item: slug, weight }));
  const slots = makeSlots(kind === 'invoice' ? plan.invoiceCount : plan.billCount, calendar, random);
  return slots.map((slot) => {
    const party = random.weighted(everyone);
    const isCredit = random.chance(CREDIT_SHARE);
    const lines = makeLines(plan, kind === 'invoice' ? plan.invoiceShape : plan.billShape, party, isCredit, random);
    const isEarly = slot.day.slice(8) > '05' && slot.day.slice(8) < '17';
    const isLateEntry = random.chance(isEarly ? LATE_ENTRY_SHARE.early : LATE_ENTRY_SHARE.otherwise);
    const documentDate = isLateEntry ? addDays(slot.day, -random.int(7, 16)) : slot.day;
    const id = random.id(slot.createdAtMs);
    const source = random.weighted(shares);
    return {
      id,
      kind,
      source,
      carrier: source,
      externalKey: `${kind === 'invoice' ? 'inv' : 'bil'}_${id.slice(-10)}`,
      number: nextNumber(
        isCredit ? (kind === 'invoice' ? plan.numbers.invoiceCredit : plan.numbers.billCredit) : plan.numbers[kind],
      ),
      currency: party.currency,
      party,
      ownOrg: random.pick(plan.billingOrgs),
      jobNumber: random.chance(0.94) ? nextNumber(plan.numbers.job) : null,
      documentDate,
      dueDate: addDays(documentDate, random.pick([14, 30, 30, 45])),
      createdAtMs: slot.createdAtMs,
      lines,
      applications: [],
      cents: sumOfCents(lines.map((line) => line.cents)),
      isCredit,
      sourceStatus: kind === 'invoice' ? 'Created' : 'Approved',
      inLedgerAtMs: null,
      events: [],
    };
  });
}

/** Gives a function that counts up in each style of number. */
export function numbering(): (style: NumberStyle) => string {
  const counts = new Map<string, number>();
  return (style) => {
    const count = counts.get(style.prefix) ?? 0;
    counts.set(style.prefix, count + 1);
    return `${style.prefix}${style.start + count}`;
  };
}

function makeSlots(total: number, calendar: Calendar, random: Random): Slot[] {
  const weight = calendar.days.reduce((sum, day) => sum + day.weight, 0);
  const slots: Slot[] = [];
  for (const day of calendar.days) {
    const count = Math.floor((total * day.weight) / weight + random.next());
    for (let index = 0; index < count; index += 1) {
      // Two throws make the middle of the day busier than its ends: 07:30 to 18:00.
      const hours = 7.5 + 5.25 * (random.next() + random.next());
      slots.push({ createdAtMs: Math.floor(day.startMs + hours * HOUR_MS), day: day.day });
    }
  }
  return slots.filter((slot) => slot.createdAtMs < calendar.nowMs).sort((a, b) => a.createdAtMs - b.createdAtMs);
}

function makeLines(plan: TenantPlan, shape: DocumentShape, party: Party, isCredit: boolean, random: Random): Line[] {
  const tax = plan.taxRates[party.currency] ?? null;
  const makeLine = (from: LineShape): Line => {
    const quantity = random.int(1, from.quantityTo);
    const unitCents = random.int(from.unitFrom, from.unitTo);
    const cents = quantity * unitCents;
    return {
      description: from.description,
      quantity,
      unitCents,
      cents,
      accountCode: from.accountCode,
      itemCode: from.itemCode,
      taxCode: tax?.code ?? null,
      taxCents: tax === null ? null : includedTax(cents, tax.ratePercent),
    };
  };
  const main = random.pick(shape.main);
  if (isCredit) {
    const line = makeLine({ ...main, unitFrom: 4_500, unitTo: 38_000, quantityTo: 1 });
    const taxCents = line.taxCents === null ? null : -line.taxCents;
    return [{ ...line, description: shape.creditNote, unitCents: -line.unitCents, cents: -line.cents, taxCents }];
  }
  const more = shape.more.filter(() => random.chance(0.42)).slice(0, 3);
  return [main, ...more].map(makeLine);
}
