import { writeFileSync } from 'node:fs';
import { readWeights, type StoredWeights } from '#lib/causes/learned/likely-causes.ts';
import { scoreCauses } from '#lib/causes/score.ts';
import { learnWeights } from './causes-train/learn-weights.ts';
import { type LabelledFile, lessonsOf, readLabelledFiles, stampOf } from './causes-train/lessons.ts';
import { storeWeights } from './causes-train/store-weights.ts';
import { runScript, say } from './run-script.ts';

const FILE = 'lib/causes/learned/weights.ts';
/** So many features are kept: with more the file grows and little else. */
const KEPT = 9000;

await runScript(main);

/** Learns the weights of lib/causes/learned from every labelled message; with --cross only says how well that goes. */
async function main(): Promise<number> {
  const files = readLabelledFiles();
  if (process.argv.includes('--cross')) {
    cross(files);
    return 0;
  }
  const stored = learn(files);
  const count = files.reduce((sum, { items }) => sum + items.length, 0);
  writeFileSync(FILE, fileOf(stored, stampOf(files)));
  say(
    `Learned from ${count} messages; ${FILE} is written. Raise RULES_VERSION if what is stored should be diagnosed anew.`,
  );
  return 0;
}

function learn(files: readonly LabelledFile[]): StoredWeights {
  return storeWeights(learnWeights(lessonsOf(files), KEPT));
}

/** Each file in turn is diagnosed with weights that were learned from the others. */
function cross(files: readonly LabelledFile[]): void {
  for (const file of files) {
    const weights = readWeights(learn(files.filter((other) => other !== file)));
    const items = file.items.map((item, at) => ({ line: at + 1, item }));
    const [both, rules] = [scoreCauses(items, weights), scoreCauses(items, null)];
    const share = (part: number): string => `${((100 * part) / both.total).toFixed(1)} %`;
    say(
      `${file.name.padEnd(24)} ${String(both.total).padStart(4)}  right ${share(both.right)}, surely wrong ${share(both.confidentlyWrong)}` +
        `  (rules alone ${share(rules.right)}, ${share(rules.confidentlyWrong)})`,
    );
  }
}

function fileOf({ hashes, weights, step, bias }: StoredWeights, stamp: string): string {
  return `import type { StoredWeights } from './likely-causes.ts';

/** Written by \`npm run causes:train\`, never by hand: what was learned from the labelled messages, and from which. */
export const LEARNED: StoredWeights & { stamp: string } = {
  stamp: '${stamp}',
  step: ${step},
  bias: '${bias}',
  hashes:
    '${hashes}',
  weights:
    '${weights}',
};
`;
}
