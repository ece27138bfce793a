import { PlainError } from '../run-script.ts';
import { measureBulk } from './bulk.ts';
import { measureCauses } from './causes.ts';
import { measureClaiming } from './claiming.ts';
import { measureCounting } from './counting.ts';
import { measureExporting } from './exporting.ts';
import { measureHooks } from './hooks.ts';
import { measureImporting } from './importing.ts';
import { measureListing } from './listing.ts';
import { measureNames } from './names.ts';
import { measureOverview } from './overview.ts';
import { measureReading } from './reading.ts';
import type { Section } from './section.ts';
import { measureWriting } from './writing.ts';

/** Every section by its name, in the order in which they run: those that only read come first. */
const SECTIONS: Record<string, Section> = {
  reading: measureReading,
  listing: measureListing,
  counting: measureCounting,
  overview: measureOverview,
  writing: measureWriting,
  causes: measureCauses,
  names: measureNames,
  hooks: measureHooks,
  claiming: measureClaiming,
  exporting: measureExporting,
  bulk: measureBulk,
  importing: measureImporting,
};

/**
 * Takes the arguments of `npm run bench`; gives the sections asked for: all, or those of `--only reading,writing`.
 * @throws PlainError for a section that there is not
 */
export function chooseSections(args: readonly string[]): [name: string, section: Section][] {
  const at = args.indexOf('--only');
  if (at === -1) return Object.entries(SECTIONS);
  const names = (args[at + 1] ?? '').split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (names.length === 0 || unknown.length > 0) {
    throw new PlainError(`--only takes sections of the bench, by commas: ${Object.keys(SECTIONS).join(', ')}.`);
  }
  return Object.entries(SECTIONS).filter(([name]) => names.includes(name));
}
