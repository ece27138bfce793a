import { describe, expect, it } from 'vitest';
import { type Command, findCommands } from '#components/shell/palette/command.ts';

function command(label: string, group: string, more: Partial<Command> = {}): Command {
  return { id: label, label, group, run: () => undefined, ...more };
}

const COMMANDS = [
  command('Overview', 'Go to'),
  command('Sync history', 'Go to'),
  command('Complete', 'Sync status'),
  command('Last 7 days', 'Sync date'),
  command('Größte Beträge', 'Saved view'),
  command('Dark', 'Theme', { keywords: 'appearance colour' }),
];

const shown = (text: string) =>
  findCommands(COMMANDS, text).map(({ group, commands }) => [group, ...commands.map(({ label }) => label)]);

describe('finding commands', () => {
  it('gives all of them, in their order, for no text', () => {
    for (const text of ['', '  ']) {
      expect(shown(text)).toEqual([
        ['Go to', 'Overview', 'Sync history'],
        ['Sync status', 'Complete'],
        ['Sync date', 'Last 7 days'],
        ['Saved view', 'Größte Beträge'],
        ['Theme', 'Dark'],
      ]);
    }
  });

  it('goes by parts of names, groups and other words, whatever their case, accents and order', () => {
    expect(shown('DARK')).toEqual([['Theme', 'Dark']]);
    expect(shown('colour')).toEqual([['Theme', 'Dark']]);
    expect(shown('betrage grosste')).toEqual([]);
    expect(shown('betrage größte')).toEqual([['Saved view', 'Größte Beträge']]);
    expect(shown('status comp')).toEqual([['Sync status', 'Complete']]);
    expect(shown('7')).toEqual([['Sync date', 'Last 7 days']]);
    expect(shown('zzz')).toEqual([]);
  });

  it('puts what begins with the text before what only holds it', () => {
    expect(shown('sync')).toEqual([
      ['Go to', 'Sync history'],
      ['Sync status', 'Complete'],
      ['Sync date', 'Last 7 days'],
    ]);
    expect(shown('o')[0]).toEqual(['Go to', 'Overview', 'Sync history']);
    const [first] = findCommands([command('Records', 'A'), command('Cord', 'B')], 'cord');
    expect(first?.group).toBe('B');
  });
});
