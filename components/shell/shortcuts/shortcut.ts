/** In the order in which the help and the palette show them. */
export const SHORTCUT_GROUPS = ['List', 'Selection', 'Record', 'Everywhere'] as const;
export type ShortcutGroup = (typeof SHORTCUT_GROUPS)[number];

/** What was pressed, and where the focus was; or the command that was picked in the palette, and where it had been. */
export type Press = { chord: string; target: Element };

/** Something that a key does on a screen. Declared by `useShortcuts`, listed in the help, offered by the palette. */
export type Shortcut = {
  /**
   * Chords, each of which does it: a key as the browser calls it (`j`, `?`, `ArrowDown`), alone, after `Shift+` where it is
   * a letter or a named key, or after `Mod+`, which is ⌘ on Apple's machines and Ctrl elsewhere.
   */
  keys: readonly [string, ...string[]];
  /** What it does, as the help says it: `Select the record`. */
  what: string;
  group: ShortcutGroup;
  run: (press: Press) => void;
  /** Whether it has something to do just now; if not, the key is left to the browser. */
  isEnabled?: (press: Press) => boolean;
  /** Whether holding the key down does it again and again. */
  isRepeated?: boolean;
};

type KeyEvent = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Gives the chord of a pressed key, as shortcuts name it; null for one that no shortcut can have. */
export function chordOf(event: KeyEvent, isApple: boolean): string | null {
  if (event.altKey || (isApple ? event.ctrlKey : event.metaKey)) return null;
  const key = keyOf(event);
  const isMod = isApple ? event.metaKey : event.ctrlKey;
  // A sign such as ? needs Shift on one keyboard and not on another; letters and named keys are the same on all.
  const isShift = event.shiftKey && (key.length > 1 || /^[a-z]$/.test(key));
  return `${isMod ? 'Mod+' : ''}${isShift ? 'Shift+' : ''}${key}`;
}

// On a keyboard of another script the letter is the one that stands in the same place.
function keyOf({ key, code }: KeyEvent): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isForeign = key.length === 1 && key.charCodeAt(0) > 0x7e && letter !== undefined;
  return isForeign || key.length === 1 ? (isForeign ? letter : key).toLowerCase() : key;
}

const NAMES: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

/** Gives the keys of a chord as they stand on the keyboard: `['Ctrl', 'K']`. */
export function keyNames(chord: string, isApple: boolean): string[] {
  const keys = chord.split('+');
  return keys.map((key) => {
    if (key === 'Mod') return isApple ? '⌘' : 'Ctrl';
    return keys.length > 1 && key.length === 1 ? key.toUpperCase() : (NAMES[key] ?? key);
  });
}
