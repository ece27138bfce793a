import { SHORTCUT_GROUPS, type Shortcut } from './shortcut.ts';

/** A panel lies over its screen: while it is there, its keys take the place of the same keys of the screen. */
export type ShortcutLayer = 'screen' | 'panel';

export type LayeredShortcut = Shortcut & { layer: ShortcutLayer };

export type ShortcutRegistry = {
  /**
   * Adds shortcuts; gives the function that takes them away.
   * Throws if one of their keys is another one's of the same layer: a key has one meaning.
   */
  add: (shortcuts: readonly Shortcut[], layer: ShortcutLayer) => () => void;
  /** Gives what a chord means now, or null. */
  find: (chord: string) => LayeredShortcut | null;
  /** Gives all that keys mean now, by group; each with the keys that nothing lies over. The same array until it changes. */
  list: () => readonly LayeredShortcut[];
  /** Tells `listener` of each change, until the function it gives is called. */
  subscribe: (listener: () => void) => () => void;
};

/** Makes an empty registry. The product has one; tests have their own. */
export function makeShortcutRegistry(): ShortcutRegistry {
  const layers: Record<ShortcutLayer, Map<string, Shortcut>> = { screen: new Map(), panel: new Map() };
  const listeners = new Set<() => void>();
  let listed: readonly LayeredShortcut[] | null = null;

  function changed(): void {
    listed = null;
    for (const listener of listeners) listener();
  }

  function find(chord: string): LayeredShortcut | null {
    for (const layer of ['panel', 'screen'] as const) {
      const shortcut = layers[layer].get(chord);
      if (shortcut !== undefined) return { ...shortcut, layer };
    }
    return null;
  }

  return {
    find,
    add(shortcuts, layer) {
      const byChord = layers[layer];
      const wanted = shortcuts.flatMap((shortcut) => shortcut.keys.map((chord) => ({ chord, shortcut })));
      for (const [place, { chord, shortcut }] of wanted.entries()) {
        const other = byChord.get(chord) ?? wanted.slice(0, place).find((one) => one.chord === chord)?.shortcut;
        if (other !== undefined) throw new Error(`The key ${chord} means “${other.what}” and “${shortcut.what}”`);
      }
      for (const { chord, shortcut } of wanted) byChord.set(chord, shortcut);
      changed();
      return () => {
        for (const { chord, shortcut } of wanted) if (byChord.get(chord) === shortcut) byChord.delete(chord);
        changed();
      };
    },
    list() {
      listed ??= inOrder([
        ...shownOf(layers.screen, 'screen', (chord) => !layers.panel.has(chord)),
        ...shownOf(layers.panel, 'panel', () => true),
      ]);
      return listed;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function shownOf(
  byChord: ReadonlyMap<string, Shortcut>,
  layer: ShortcutLayer,
  isOnTop: (chord: string) => boolean,
): LayeredShortcut[] {
  return [...new Set(byChord.values())].flatMap((shortcut) => {
    const [first, ...rest] = shortcut.keys.filter(isOnTop);
    return first === undefined ? [] : [{ ...shortcut, keys: [first, ...rest], layer }];
  });
}

function inOrder(shortcuts: LayeredShortcut[]): LayeredShortcut[] {
  return SHORTCUT_GROUPS.flatMap((group) => shortcuts.filter((shortcut) => shortcut.group === group));
}

/** The keys of the screen that is open. */
export const shortcutRegistry = makeShortcutRegistry();
