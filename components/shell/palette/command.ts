/** Something that the palette can do, or a place it can lead to. */
export type Command = {
  id: string;
  label: string;
  group: string;
  /** Said beside it: whose it is, or what it comes to. */
  hint?: string;
  /** Found by these words too. */
  keywords?: string;
  /** The chords that do the same. */
  keys?: readonly string[];
  /** Whether it is how things are now. */
  isCurrent?: boolean;
  run: () => void;
};

export type CommandGroup = { group: string; commands: Command[] };

/**
 * Gives the commands that hold every word of a text, by group; what begins with the text comes before what only holds
 * it, and so does its group. Without a text: all of them, as they were given.
 */
export function findCommands(commands: readonly Command[], text: string): CommandGroup[] {
  const words = plain(text).split(' ').filter(Boolean);
  const found = commands
    .map((command) => ({ command, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .toSorted((a, b) => a.rank - b.rank);
  const groups = new Map<string, Command[]>();
  for (const { command } of found) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups].map(([group, ofGroup]) => ({ group, commands: ofGroup }));
}

const NO_MATCH = 4;

function rankOf({ label, group, keywords = '', hint = '' }: Command, words: string[]): number {
  const name = plain(label);
  const all = `${name} ${plain(`${group} ${keywords} ${hint}`)}`;
  if (words.length === 0) return 0;
  if (!words.every((word) => all.includes(word))) return NO_MATCH;
  const text = words.join(' ');
  if (name.startsWith(text)) return 0;
  if (words.every((word) => ` ${name}`.includes(` ${word}`))) return 1;
  return words.every((word) => name.includes(word)) ? 2 : 3;
}

// Without accents and capitals: nobody types those into a palette.
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
