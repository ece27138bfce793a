import { type Contact, ContactIndex } from '#lib/comparisons/match-name.ts';
import { random as randomOf } from './random.ts';
import type { Bench } from './section.ts';

const COUNT = 50_000;

const FIRST =
  'Acme Summit Ridge Harbor Blue Green River North South East West Prime Global United Pacific Golden'.split(' ');
const LAST =
  'Logistics Freight Transport Retail Foods Supply Trading Services Plumbing Electric Wholesale Partners'.split(' ');
const FORMS = ['', ' Inc', ' LLC', ', Inc.', ' Ltd', ' Pty Ltd'];
const SYLLABLES = 'ba ce do fu ga hi jo ka le mi no pu ra se ti vo wa xe yo zu bri cha dre fli gro kna'.split(' ');

/** Measures comparing 50,000 names on records with 50,000 contacts, beside looking each up letter by letter. */
export async function measureNames({ report }: Bench): Promise<void> {
  sayNames((text) => report.note(text));
}

/** Says how long the comparison takes on one core, by how the names differ, beside its floor. */
export function sayNames(say: (text: string) => void): void {
  const random = randomOf(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const word = () => {
    const text = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join('');
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const names = new Set<string>();
  while (names.size < COUNT)
    names.add(`${random() < 0.5 ? `${pick(FIRST)} ` : ''}${word()} ${pick(LAST)}${pick(FORMS)}`);
  const contacts = [...names].map(
    (name, n): Contact => ({ type: 'customer', key: String(n), name, email: null, isActive: true }),
  );
  const misspelt = (name: string) => {
    const at = 1 + Math.floor(random() * 5);
    return name.slice(0, at) + pick(SYLLABLES).charAt(0) + name.slice(at + (random() < 0.5 ? 1 : 0));
  };
  const asked: Record<string, (name: string, n: number) => string> = {
    'as a business has them': (name, n) => {
      if (n % 20 === 0) return `${word()} ${word()} ${pick(LAST)}`;
      if (n % 10 === 1) return misspelt(name);
      return n % 6 === 0 ? name.toUpperCase() : name;
    },
    'all in capitals': (name) => name.toUpperCase(),
    'all misspelt': misspelt,
    'all unheard of': () => `${word()} ${word()} ${pick(LAST)}`,
  };
  const byName = new Map(contacts.map((contact) => [contact.name, contact]));
  let index = new ContactIndex([], () => true);
  const built = seconds(() => {
    index = new ContactIndex(contacts, () => true);
  });
  say(`${COUNT.toLocaleString('en')} contacts are filed in ${built.toFixed(1)} s of one core`);
  for (const [how, change] of Object.entries(asked)) {
    const list = contacts.map(({ name }, n) => change(name, n));
    const counts = new Map<string, number>();
    const floor = seconds(() => {
      for (const name of list) byName.get(name);
    });
    const ours = seconds(() => {
      for (const name of list) {
        const { outcome } = index.match(name);
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      }
    });
    const found = [...counts].map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`).join(', ');
    say(
      `${COUNT.toLocaleString('en')} names, ${how}: ${ours.toFixed(1)} s of one core (${found}); equal letters alone ${floor.toFixed(3)} s`,
    );
  }
}

/** The processor's own seconds, so that nobody else on the machine counts. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
