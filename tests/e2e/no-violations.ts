import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './quiet-test.ts';

/** Finds nothing at all, however slight; `within` looks at one part of a page whose rest has been looked at. */
export async function expectNoViolations(page: Page, within?: string): Promise<void> {
  // Without frames there is nothing to put together, for which a second page would be opened each time.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.map(({ html }) => html.slice(0, 160)),
  }));
  expect(found).toEqual([]);
}
