import { describe, expect, it, vi } from 'vitest';
import type { Shortcut } from '#components/shell/shortcuts/shortcut.ts';
import { makeShortcutRegistry } from '#components/shell/shortcuts/shortcut-registry.ts';

function shortcut(keys: [string, ...string[]], what: string, group: Shortcut['group'] = 'List'): Shortcut {
  return { keys, what, group, run: () => undefined };
}

const shown = (registry: ReturnType<typeof makeShortcutRegistry>) =>
  registry.list().map(({ keys, what }) => `${keys.join(' ')}: ${what}`);

describe('the registry of shortcuts', () => {
  it('finds what a key means while it is declared, and not after', () => {
    const registry = makeShortcutRegistry();
    const remove = registry.add([shortcut(['j', 'ArrowDown'], 'Next')], 'screen');
    expect(registry.find('j')?.what).toBe('Next');
    expect(registry.find('ArrowDown')?.what).toBe('Next');
    expect(registry.find('k')).toBeNull();
    remove();
    expect(registry.find('j')).toBeNull();
    expect(registry.list()).toEqual([]);
  });

  it('refuses a key that has a meaning, and then takes none of the shortcuts', () => {
    const registry = makeShortcutRegistry();
    registry.add([shortcut(['e'], 'Export')], 'screen');
    const clash = () => registry.add([shortcut(['m'], 'Unfold'), shortcut(['u', 'e'], 'Expand')], 'screen');
    expect(clash).toThrow('The key e means “Export” and “Expand”');
    expect(shown(registry)).toEqual(['e: Export']);
    expect(() => registry.add([shortcut(['z'], 'One'), shortcut(['z'], 'Other')], 'screen')).toThrow('The key z');
    expect(() => registry.add([shortcut(['z', 'z'], 'Same')], 'screen')).toThrow('The key z');
  });

  it('lets a panel take keys over while it is there', () => {
    const registry = makeShortcutRegistry();
    registry.add([shortcut(['j', 'n'], 'Next row'), shortcut(['x'], 'Select')], 'screen');
    const remove = registry.add([shortcut(['j'], 'Next record')], 'panel');
    expect(registry.find('j')).toMatchObject({ what: 'Next record', layer: 'panel' });
    expect(registry.find('x')).toMatchObject({ what: 'Select', layer: 'screen' });
    expect(shown(registry)).toEqual(['n: Next row', 'x: Select', 'j: Next record']);
    const all = registry.list().flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
    remove();
    expect(shown(registry)).toEqual(['j n: Next row', 'x: Select']);
  });

  it('lists by group, in the order of the groups', () => {
    const registry = makeShortcutRegistry();
    registry.add([shortcut(['?'], 'Help', 'Everywhere'), shortcut(['o'], 'Open', 'Record')], 'screen');
    registry.add([shortcut(['x'], 'Select', 'Selection'), shortcut(['/'], 'Search')], 'screen');
    expect(shown(registry)).toEqual(['/: Search', 'x: Select', 'o: Open', '?: Help']);
  });

  it('tells of changes, and gives the same list until there is one', () => {
    const registry = makeShortcutRegistry();
    const listener = vi.fn();
    const stop = registry.subscribe(listener);
    const remove = registry.add([shortcut(['x'], 'Select')], 'screen');
    expect(listener).toHaveBeenCalledTimes(1);
    expect(registry.list()).toBe(registry.list());
    remove();
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    registry.add([shortcut(['x'], 'Select')], 'screen');
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
