import { blockKeyOf, compareDocuments, type DocumentSide } from './compare-documents.ts';
import { mainDigitsOf, plainOf } from './compare-numbers.ts';
import { type DocumentReason, GROUP_MAX } from './duplicate-contract.ts';
import type { FoundPair } from './find-contact-pairs.ts';

export type DocumentPair = FoundPair<DocumentSide, DocumentReason>;

/** A block that is larger is looked through by its numbers and dates alone. */
const ALL_PAIRS = 24;

/**
 * Finds documents that look entered twice. Only those of one party and total are compared, so that hundreds of thousands
 * take seconds; they may come in any order.
 */
export function findDocumentPairs(documents: Iterable<DocumentSide>): DocumentPair[] {
  const blocks = new Map<string, DocumentSide[]>();
  for (const document of documents) {
    const key = blockKeyOf(document);
    if (key === null) continue;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [document]);
    else block.push(document);
  }
  return [...blocks.values()].flatMap(pairsOf);
}

function pairsOf(block: readonly DocumentSide[]): DocumentPair[] {
  if (block.length < 2) return [];
  const pairs: DocumentPair[] = [];
  for (const [left, right] of candidatesOf(block)) {
    const compared = compareDocuments(left, right, { size: block.length });
    if (compared !== null) pairs.push({ ...compared, left, right });
  }
  return pairs;
}

function* candidatesOf(block: readonly DocumentSide[]): Generator<[DocumentSide, DocumentSide]> {
  if (block.length <= ALL_PAIRS) {
    for (const [place, left] of block.entries()) {
      for (const right of block.slice(place + 1)) yield [left, right];
    }
    return;
  }
  const seen = new Set<string>();
  for (const numbersOf of [
    ({ number }: DocumentSide) => plainOf(number) || null,
    ({ number }: DocumentSide) => mainDigitsOf(number),
  ]) {
    for (const fellows of Map.groupBy(block, numbersOf)) {
      if (fellows[0] === null) continue;
      for (const [place, left] of fellows[1].entries()) {
        for (const right of fellows[1].slice(place + 1, place + GROUP_MAX)) {
          const pair = `${left.key} ${right.key}`;
          if (seen.has(pair)) continue;
          seen.add(pair);
          yield [left, right];
        }
      }
    }
  }
}
