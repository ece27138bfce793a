import type { Cause } from '../causes.ts';

/**
 * How sure a rule is of its cause:
 * 5 it is said in so many words, whatever code or status stands beside them;
 * 4 the words can't mean anything else, whatever stands beside them;
 * 3 the words are plain, another rule may still know better;
 * 2 likely; 1 a hint, which is believed only where nothing else speaks.
 */
export type Strength = 1 | 2 | 3 | 4 | 5;

/**
 * One rule: these words mean that cause.
 *
 * To add a rule, in five minutes:
 * 1. Find the file of the cause's family in this folder; add an entry to its `rules`.
 * 2. Write `words` against the message as the engine sees it (`normalise` in reading/plain-text.ts): lower case, accents
 *    gone, identifiers as words (`CustomerRef` is `customer ref`), no contractions (`isn't` is `is not`), z in `organization`.
 *    Prefer word stems and gaps (`[^.]{0,40}`) to whole sentences, so that a wording nobody has seen yet matches too.
 *    Gaps are bounded (`{0,40}`, never `*` or `+`): a test refuses a rule that a hostile message could make slow.
 * 3. Give real messages as `examples`: a test runs each through the whole engine and wants this cause.
 * 4. Run `npm run causes:train`: the learned weights know the examples too, and a test wants them to know all of them.
 * 5. Raise RULES_VERSION in ../rules-version.ts: the worker then diagnoses what is stored again.
 */
export type Rule = {
  readonly cause: Cause;
  readonly words: RegExp;
  readonly unless?: RegExp;
  readonly strength: Strength;
  readonly examples: readonly string[];
};

/** The rules of one family of causes. */
export type RuleFamily = {
  readonly name: string;
  readonly rules: readonly Rule[];
};
