/** What a person changed about the columns of one table. */
export type ColumnPreferences = { hidden: string[]; widths: Record<string, number> };

export const MIN_WIDTH_PX = 56;
export const MAX_WIDTH_PX = 1200;

const COLUMN_ID = /^[A-Za-z]{1,40}$/;

/** Takes a cookie's text; gives the preferences, leaving out whatever is not one. */
export function parseColumnPreferences(text: string | undefined): ColumnPreferences {
  const preferences: ColumnPreferences = { hidden: [], widths: {} };
  for (const item of (text ?? '').slice(0, 2_000).split('.')) {
    const [, id, width] = /^(-?[A-Za-z]+?)(\d*)$/.exec(item) ?? [];
    if (id === undefined) continue;
    if (id.startsWith('-') && width === '' && COLUMN_ID.test(id.slice(1))) preferences.hidden.push(id.slice(1));
    if (COLUMN_ID.test(id) && width !== '' && width !== undefined) preferences.widths[id] = clampWidth(Number(width));
  }
  return preferences;
}

/** Gives the preferences as text that a cookie can hold: `-reference.payer220`. */
export function serializeColumnPreferences(preferences: ColumnPreferences): string {
  const hidden = preferences.hidden.map((id) => `-${id}`);
  const widths = Object.entries(preferences.widths).map(([id, widthPx]) => `${id}${clampWidth(widthPx)}`);
  return [...hidden, ...widths].join('.');
}

/** Says whether two preferences show the same columns at the same widths, in whatever order they were set. */
export function isSameColumns(one: ColumnPreferences, other: ColumnPreferences): boolean {
  return inOrder(one) === inOrder(other);
}

function inOrder(preferences: ColumnPreferences): string {
  return serializeColumnPreferences(preferences).split('.').toSorted().join('.');
}

function clampWidth(widthPx: number): number {
  return Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, widthPx)));
}
