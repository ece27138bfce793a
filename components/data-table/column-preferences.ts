/** What a person changed about the columns of one table. `order`: empty as long as they stand as the table has them. */
export type ColumnPreferences = { hidden: string[]; widths: Record<string, number>; order: string[] };

export const MIN_WIDTH_PX = 56;
export const MAX_WIDTH_PX = 1200;

const COLUMN_ID = /^[A-Za-z]{1,40}$/;

/** Takes a cookie's text; gives the preferences, leaving out whatever is not one. */
export function parseColumnPreferences(text: string | undefined): ColumnPreferences {
  const preferences: ColumnPreferences = { hidden: [], widths: {}, order: [] };
  for (const item of (text ?? '').slice(0, 2_000).split('.')) {
    const [, id, width] = /^(-?[A-Za-z]+?)(\d*)$/.exec(item) ?? [];
    if (id === undefined) continue;
    if (id.startsWith('-') && width === '' && COLUMN_ID.test(id.slice(1))) preferences.hidden.push(id.slice(1));
    if (!COLUMN_ID.test(id)) continue;
    if (width !== '' && width !== undefined) preferences.widths[id] = clampWidth(Number(width));
    else if (!preferences.order.includes(id)) preferences.order.push(id);
  }
  return preferences;
}

/** Gives the preferences as text that a cookie can hold: hidden ones, widths, and the order: `-reference.payer220.status.payer`. */
export function serializeColumnPreferences(preferences: ColumnPreferences): string {
  const hidden = preferences.hidden.map((id) => `-${id}`);
  const widths = Object.entries(preferences.widths).map(([id, widthPx]) => `${id}${clampWidth(widthPx)}`);
  return [...hidden, ...widths, ...preferences.order].join('.');
}

/** Says whether two preferences show the same columns in the same order at the same widths, however they were set. */
export function isSameColumns(one: ColumnPreferences, other: ColumnPreferences): boolean {
  return normal(one) === normal(other);
}

function normal({ hidden, widths, order }: ColumnPreferences): string {
  const sizes = Object.fromEntries(Object.entries(widths).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return serializeColumnPreferences({ hidden: hidden.toSorted(), widths: sizes, order });
}

/** Gives columns in a person's order: fixed ones first, then those that the order names, then the others as they are. */
export function orderColumns<Column extends { id: string; isFixed?: boolean }>(
  columns: readonly Column[],
  order: readonly string[],
): Column[] {
  const placeOf = ({ id, isFixed }: Column) => {
    if (isFixed === true) return -1;
    const at = order.indexOf(id);
    return at === -1 ? order.length : at;
  };
  return columns.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function clampWidth(widthPx: number): number {
  return Math.round(Math.min(MAX_WIDTH_PX, Math.max(MIN_WIDTH_PX, widthPx)));
}
