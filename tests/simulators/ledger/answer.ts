/** What a simulator says. Text is sent as it is, everything else as JSON. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** A call as it arrived. */
export type Call = {
  method: string;
  url: URL;
  headers: Record<string, string | undefined>;
  body: string;
};

/** A page of the simulator's own or of a proxy. */
export function html(status: number, body: string): Answer {
  return { status, body, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

/** What nginx says when nobody behind it answers. */
export function proxyPage(status: 502 | 503 | 504): Answer {
  const words = { 502: '502 Bad Gateway', 503: '503 Service Temporarily Unavailable', 504: '504 Gateway Time-out' };
  const title = words[status];
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return { status, body: page, headers: { 'content-type': 'text/html' } };
}

/** Sends the browser on. */
export function redirect(address: string): Answer {
  return { status: 302, body: '', headers: { location: address, 'content-type': 'text/plain' } };
}

/** Text for a page: what a caller wrote must not become a part of it. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => names[character] ?? '');
}

/** One of a provider's answers. @throws RangeError for a name that it has not got, which is then what a call is told */
export function answerNamed(answers: Record<string, () => Answer>, name: string): Answer {
  const make = answers[name];
  if (make === undefined) throw new RangeError(`There is no answer ${name}`);
  return make();
}
