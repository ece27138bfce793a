/**
 * Takes a request's headers; gives the network address it came from, or null.
 * Next writes the socket's address into `x-forwarded-for` where no proxy has; of several, the last one was
 * written by the nearest proxy, the others by whoever sent the request.
 */
export function clientAddress(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return last ? last.slice(0, 64) : null;
}
