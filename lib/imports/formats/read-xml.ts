import { SaxesParser } from 'saxes';
import { FileRefusal } from './file-refusal.ts';

/** What a reader of XML is told: each tag as it opens and closes, and the text between them. */
export type XmlListener = {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/** The parser keeps a text, a comment or a tag until it ends: none of a workbook is longer than this. */
const SILENCE_MAX = 4_000_000;

/**
 * Parses XML as it arrives and tells the listener. Entities of a document's own are never expanded. Throws a `FileRefusal`
 * for what is no XML, and whatever the listener throws.
 */
export async function readXml(bytes: AsyncIterable<Uint8Array>, listener: XmlListener): Promise<void> {
  for await (const _ of parseXml(bytes, listener));
}

/** The same, with a turn for the caller after each chunk. */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, listener: XmlListener): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let silence = 0;
  parser.on('error', damaged);
  parser.on('doctype', damaged);
  parser.on('opentag', ({ name, attributes }) => {
    silence = 0;
    listener.open(name, attributes);
  });
  parser.on('closetag', ({ name }) => {
    silence = 0;
    listener.close?.(name);
  });
  if (listener.text !== undefined) parser.on('text', (text) => listener.text?.(text));
  const decoder = new TextDecoder('utf-8');
  for await (const part of bytes) {
    silence += part.length;
    parser.write(decoder.decode(part, { stream: true }));
    if (silence > SILENCE_MAX) damaged();
    yield;
  }
  parser.close();
}

function damaged(cause?: unknown): never {
  throw new FileRefusal('A part of the workbook is damaged; open it in Excel and save it again.', { cause });
}
