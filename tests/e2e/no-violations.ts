import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './quiet-test.ts';

type Violation = { id: string; help: string; nodes: { html: string }[] };

/** So long a look never takes: the browser has lost it, which it does once in some thousand. */
const LOST_MS = 25_000;

/** Finds nothing at all, however slight; `within` looks at one part of a page whose rest has been looked at. */
export async function expectNoViolations(page: Page, within?: string): Promise<void> {
  // Within the app a page's title comes a moment after what it is of.
  await expect(page).toHaveTitle(/./);
  const violations = (await look(page, within)) ?? (await look(page, within)) ?? 'the browser answers no more';
  expect(violations).toEqual([]);
}

/** Gives null for a look that was lost. */
async function look(page: Page, within: string | undefined): Promise<unknown[] | null> {
  // Without frames there is nothing to put together, for which a second page would be opened each time.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const lost = Promise.withResolvers<null>();
  const timer = setTimeout(() => lost.resolve(null), LOST_MS);
  const looking = (within === undefined ? builder : builder.include(within)).analyze();
  looking.catch(() => undefined);
  try {
    const found = await Promise.race([looking, lost.promise]);
    return found === null ? null : found.violations.map(describe);
  } finally {
    clearTimeout(timer);
  }
}

function describe({ id, help, nodes }: Violation) {
  return { id, help, at: nodes.map(({ html }) => html.slice(0, 160)) };
}
