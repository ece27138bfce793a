import { describe, expect, it } from 'vitest';
import { chordOf, keyNames } from '#components/shell/shortcuts/shortcut.ts';

const released = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

function pressed(key: string, held: Partial<typeof released> = {}, code = ''): Parameters<typeof chordOf>[0] {
  return { key, code, ...released, ...held };
}

describe('the chord of a key', () => {
  it('is the key itself, small whatever Caps Lock says', () => {
    expect(chordOf(pressed('j'), false)).toBe('j');
    expect(chordOf(pressed('J'), false)).toBe('j');
    expect(chordOf(pressed('ArrowDown'), false)).toBe('ArrowDown');
  });

  it('names Shift with letters and named keys, and not with signs, which need it on some keyboards alone', () => {
    expect(chordOf(pressed('X', { shiftKey: true }), false)).toBe('Shift+x');
    expect(chordOf(pressed('x', { shiftKey: true }), false)).toBe('Shift+x');
    expect(chordOf(pressed('Enter', { shiftKey: true }), false)).toBe('Shift+Enter');
    expect(chordOf(pressed('?', { shiftKey: true }), false)).toBe('?');
    expect(chordOf(pressed('/', { shiftKey: true }), false)).toBe('/');
  });

  it('knows ⌘ on Apple’s machines and Ctrl elsewhere, and leaves every other combination alone', () => {
    expect(chordOf(pressed('k', { metaKey: true }), true)).toBe('Mod+k');
    expect(chordOf(pressed('k', { ctrlKey: true }), false)).toBe('Mod+k');
    expect(chordOf(pressed('k', { ctrlKey: true }), true)).toBeNull();
    expect(chordOf(pressed('k', { metaKey: true }), false)).toBeNull();
    expect(chordOf(pressed('x', { altKey: true }), false)).toBeNull();
    expect(chordOf(pressed('x', { altKey: true, ctrlKey: true }), false)).toBeNull();
  });

  it('goes by the place of the key where letters are of another script', () => {
    expect(chordOf(pressed('о', {}, 'KeyJ'), false)).toBe('j');
    expect(chordOf(pressed('Ч', { shiftKey: true }, 'KeyX'), false)).toBe('Shift+x');
    expect(chordOf(pressed('ü', {}, 'BracketLeft'), false)).toBe('ü');
    // Where letters are Latin, the letter counts and not its place.
    expect(chordOf(pressed('a', {}, 'KeyQ'), false)).toBe('a');
  });
});

describe('the names of keys', () => {
  it('are those on the keyboard', () => {
    expect(keyNames('j', false)).toEqual(['j']);
    expect(keyNames('ArrowUp', false)).toEqual(['↑']);
    expect(keyNames('Escape', false)).toEqual(['Esc']);
    expect(keyNames('Shift+x', false)).toEqual(['Shift', 'X']);
    expect(keyNames('Mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(keyNames('Mod+k', true)).toEqual(['⌘', 'K']);
  });
});
