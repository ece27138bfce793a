import { expect, test } from 'vitest';
import { isFromOtherSite } from '#lib/http/other-site.ts';

const from = (site: string | null) => isFromOtherSite(new Headers(site === null ? {} : { 'sec-fetch-site': site }));

test('what a page of another site leads to is told from what a person opens and from our own pages', () => {
  expect([from('cross-site'), from('same-site')]).toEqual([true, true]);
  expect([from('same-origin'), from('none'), from(null)]).toEqual([false, false, false]);
});
