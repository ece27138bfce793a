import { call } from './calls.ts';
import { measure } from './measure.ts';
import type { Bench } from './section.ts';

const PAGE = 50;
const DEEP_PAGE = 1000;
const RUNS = 400;

/** Measures pages, searches and counts of the largest tenant over HTTP, each beside its floor. */
export async function measureReading({ report, floor, base, largest: tenant }: Bench): Promise<void> {
  report.lines();
  const list = `${base}/api/v1/records?kind=invoice&syncStatus=complete&limit=${PAGE}`;
  const get = (url: string) => call(url, tenant.keyText);

  const complete = Number(JSON.parse(await get(`${list}&count=exact`)).total);
  const deepPage = Math.min(DEEP_PAGE, Math.floor(complete / PAGE) - 1);
  const cursor = await cursorOfPage(`${base}/api/v1/records?kind=invoice&syncStatus=complete`, get, deepPage);
  const place = await floor.place(tenant, (deepPage - 1) * PAGE);
  const deep = `${list}&cursor=${cursor}`;

  // A server that has just started is slower until its code is compiled; that is not what is compared.
  await measure(8 * RUNS, 8, () => get(list));
  for (const atOnce of [1, 8]) {
    report.line(
      'first page',
      atOnce,
      await measure(RUNS, atOnce, () => floor.page(tenant, null)),
      await measure(RUNS, atOnce, () => get(list)),
    );
    report.line(
      `page ${deepPage} by cursor`,
      atOnce,
      await measure(RUNS, atOnce, () => floor.page(tenant, place)),
      await measure(RUNS, atOnce, () => get(deep)),
    );
  }
  report.note(
    `page ${deepPage} by OFFSET on the floor: ${(await measure(20, 1, () => floor.pageByOffset(tenant, (deepPage - 1) * PAGE))).p50.toFixed(1)} ms`,
  );

  for (const [name, words] of [
    ['search, rare', 'inv-100042'],
    ['search, common', 'freight'],
  ] as const) {
    for (const atOnce of [1, 8]) {
      report.line(
        name,
        atOnce,
        await measure(RUNS / 4, atOnce, () => floor.search(tenant, words)),
        await measure(RUNS / 4, atOnce, () => get(`${list}&q=${words}`)),
      );
    }
  }
}

/** Walks to the place of a page in strides of a thousand. */
async function cursorOfPage(list: string, get: (url: string) => Promise<string>, page: number): Promise<string> {
  let cursor = '';
  for (let left = (page - 1) * PAGE; left > 0; ) {
    const stride = Math.min(1000, left);
    const answer = JSON.parse(await get(`${list}&limit=${stride}${cursor === '' ? '' : `&cursor=${cursor}`}`)) as {
      nextCursor: string;
    };
    cursor = answer.nextCursor;
    left -= stride;
  }
  return cursor;
}
