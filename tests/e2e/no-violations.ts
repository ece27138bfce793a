import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './quiet-test.ts';

type Violation = { id: string; help: string; nodes: { html: string }[] };

/** So long a look never takes: the browser has lost it, which it does once in some thousand. */
const LOST_MS = 25_000;

/** Every rule looks at every element; of what it finds right, one is told of, since telling takes longer than looking. */
const VIOLATIONS_ALONE = { resultTypes: ['violations' as const] };

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * Finds nothing at all, however slight, in either theme; `within` looks at one part of a page whose rest has been looked
 * at. The other theme is the same page in other colours, so that there only these are looked at.
 */
export async function expectNoViolations(page: Page, within?: string): Promise<void> {
  // Within the app a page's title comes a moment after what it is of.
  await expect(page).toHaveTitle(/./);
  expect(await find(page, within, null)).toEqual([]);
  const shown = await themeOf(page);
  const other = shown === 'dark' ? 'light' : 'dark';
  await showTheme(page, other);
  expect(await find(page, within, COLOUR_RULES), `in the ${other} theme`).toEqual([]);
  await showTheme(page, shown);
}

async function find(page: Page, within: string | undefined, rules: string[] | null): Promise<unknown> {
  return (await look(page, within, rules)) ?? (await look(page, within, rules)) ?? 'the browser answers no more';
}

function themeOf(page: Page): Promise<'light' | 'dark'> {
  return page.evaluate(() => (document.documentElement.dataset.mantineColorScheme === 'dark' ? 'dark' : 'light'));
}

/** By the machine's own theme, which the page follows unless somebody chose one. */
async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForFunction((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, theme);
  // A colour on its way to another is neither. What nobody sees, such as what is folded away, never gets there.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility() === true)
        .filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
}

/** Gives null for a look that was lost. */
async function look(page: Page, within: string | undefined, rules: string[] | null): Promise<unknown[] | null> {
  // Without frames there is nothing to put together, for which a second page would be opened each time.
  const builder = new AxeBuilder({ page }).options(VIOLATIONS_ALONE).setLegacyMode();
  if (rules !== null) builder.withRules(rules);
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
