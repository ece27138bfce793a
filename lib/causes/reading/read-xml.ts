import { type ErrorPart, errorPart, type ReadError } from './error-part.ts';
import { decodeText } from './plain-text.ts';

const ERROR_TAG =
  /<(?:\w{1,20}:)?(?:Error|Fault|ApiException|IntuitResponse|ErrorMessage|ValidationError|RestResponse|Envelope|Message|Detail)[\s>/]/i;
const PAGE_TAG = /<(?:!doctype|html|head|body|title|h1|center|hr|address)[\s>/]/i;
const WORDS =
  /<(?:\w{1,20}:)?(message|detail|faultstring|errormessage|errordescription|reason|errordetail|errornumber|errorcode|status|statuscode)(?:\s[^<>]{0,200})?>([^<]{0,4000})/gi;
const ATTRIBUTES = /<(?:\w{1,20}:)?(?:error|fault)\s([^<>]{1,400})/gi;
const ATTRIBUTE = /\b(code|type|element)\s{0,3}=\s{0,3}\\?["']([^"'\\]{1,120})/gi;
const MARKUP =
  /<\/?(?:a|b|i|u|p|br|div|span|strong|em|li|ul|ol|h[1-6]|td|tr|th|table|center|hr|html|head|body|title|meta|link|font|small|pre|main|section|header|footer|img)(?:\s[^<>]{0,300})?\/?>/gi;

/** Says whether a text holds an error in XML, well formed or not. */
export function looksXml(text: string): boolean {
  return ERROR_TAG.test(text);
}

/** Says whether a text is a page for people, as proxies send one. */
export function looksPage(text: string): boolean {
  return PAGE_TAG.test(text);
}

/** Adds the errors of XML by its tags alone, since what providers send is at times cut off or ill-formed; says whether it had any. */
export function readXml(text: string, reading: ReadError): boolean {
  const xml = text.replace(/<!\[CDATA\[|\]\]>/g, '');
  for (const [, attributes = ''] of xml.matchAll(ATTRIBUTES)) {
    for (const [, name = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
      if (name.toLowerCase() === 'code') reading.codes.push(value);
      else if (name.toLowerCase() === 'type') reading.types.push(value);
    }
  }
  let part: ErrorPart | null = null;
  let count = 0;
  for (const [, tag = '', inside = ''] of xml.matchAll(WORDS)) {
    const words = decodeText(inside).trim();
    const name = tag.toLowerCase();
    if (words === '') continue;
    count += 1;
    if (count > 200) break;
    if (/number|code|status/.test(name)) {
      if (/^\d{3}$/.test(words) && name.includes('status')) reading.statuses.push(Number(words));
      else if (!name.includes('status')) reading.codes.push(words);
    } else if (/detail|description|reason/.test(name) && part !== null && part.detail === null) part.detail = words;
    else {
      part = errorPart(words);
      reading.parts.push(part);
    }
  }
  const before = xml.slice(0, Math.max(0, xml.indexOf('<'))).trim();
  if (reading.parts.length > 0 && /[a-z]{3}/i.test(before)) reading.parts.push(errorPart(before));
  return reading.parts.length > 0;
}

/** Gives the words of a page without its markup, style and scripts. */
export function pageWords(text: string): string {
  return withoutMarkup(
    text
      .replace(/<(script|style)[^>]{0,300}>[^<]{0,20000}<\/\1>/gi, ' ')
      .replace(/<!--[^>]{0,2000}-->/g, ' ')
      .replace(/<!doctype[^>]{0,300}>/gi, ' '),
  );
}

/** Takes the tags of HTML out of words; a placeholder such as `<CODE>` in a sentence stays. */
export function withoutMarkup(text: string): string {
  return text.includes('<') ? text.replace(MARKUP, ' ') : text;
}
