import type { ShortcutLayer } from './shortcut-registry.ts';

const OWNS_ITS_KEYS =
  'textarea, select, [contenteditable]:not([contenteditable="false"]), dialog, [role="menu"], [role="dialog"], [role="listbox"], [role="combobox"], [role="separator"]';
const OPEN_OVER_THE_PAGE = 'dialog[open]:not([data-side-panel]), [role="menu"], [role="dialog"]';

/** Says whether a key belongs to what has the focus: somebody is typing, or a menu or dialog is open. */
export function isBusyElsewhere(target: Element, layer: ShortcutLayer): boolean {
  if (isTyping(target)) return true;
  const owner = target.closest(OWNS_ITS_KEYS);
  // Where there is no room beside the list, the panel is a dialog: then its own keys are meant, and not the list's.
  if (owner !== null) return !(layer === 'panel' && owner.hasAttribute('data-side-panel'));
  return isDialogOpen();
}

/** Says whether a menu or a dialog lies over the page, wherever the focus is. */
export function isDialogOpen(): boolean {
  return document.querySelector(OPEN_OVER_THE_PAGE) !== null;
}

function isTyping(target: Element): boolean {
  return target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio';
}
