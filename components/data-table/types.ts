import type { ReactNode } from 'react';

/** One column as the table needs to know it. Widths are CSS pixels. */
export type TableColumn = {
  id: string;
  label: string;
  width: number;
  minWidth?: number;
  align?: 'start' | 'end';
  /** Can't be hidden and stays in view while the rest scrolls sideways. */
  isFixed?: boolean;
  /** Takes what room is left, and never less than its width. */
  isElastic?: boolean;
  /** Its place where a narrow screen shows two lines a row; without one it is not shown there. */
  narrow?: 'title' | 'subtitle' | 'value' | 'detail' | 'aside';
  /** Where a click on the header leads, and how the rows are ordered by it now; null: not sortable. */
  sort: { href: string; direction: 'ascending' | 'descending' | null } | null;
};

/** One row: its cells by column, drawn by the caller, and the link that opens it. */
export type TableRow = {
  id: string;
  /** How the row is called where it is not seen: `INV-10442`. */
  label: string;
  href: string;
  cells: Record<string, ReactNode>;
};

/** Which rows are ticked, as the table asks for it. */
export type TableSelection = {
  isSelected: (rowId: string) => boolean;
  /** Ticks or unticks rows of this page. */
  set: (rowIds: string[], isSelected: boolean) => void;
};
