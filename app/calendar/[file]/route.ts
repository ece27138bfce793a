import { calendarContext } from '#lib/access/calendar-context.ts';
import { readCalendar } from '#lib/calendar/read-calendar.ts';
import { clientAddress } from '#lib/http/client-address.ts';

type CalendarRoute = { params: Promise<{ file: string }> };

/** Gives a business's calendar to whoever knows its secret address; every other address is answered alike. */
export async function GET(request: Request, { params }: CalendarRoute): Promise<Response> {
  const { file } = await params;
  const token = /^(.+)\.ics$/.exec(file)?.[1] ?? '';
  const ctx = await calendarContext(token, clientAddress(request.headers));
  const headers = { 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' };
  if (ctx === null)
    return new Response('This is not the address of a calendar, or it was revoked.\n', { status: 404, headers });
  return new Response(await readCalendar(ctx), {
    headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' },
  });
}
