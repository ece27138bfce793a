type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

type Call<P> = {
  key?: string | null;
  method?: string;
  query?: string;
  body?: BodyInit | null;
  headers?: Record<string, string>;
  params?: P;
};

/** What a call to a route was answered. */
export type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

/** Calls a route of the API just as the server would, without the network between. */
export async function callRoute<P = Record<string, never>>(route: Route<P>, call: Call<P>): Promise<Answer> {
  const { key = null, method = call.body === undefined ? 'GET' : 'POST', query = '', body = null } = call;
  const headers: Record<string, string> = {
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...(body === null ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
  };
  const init = { method, headers, body, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) };
  const request = new Request(`http://localhost/api/v1/test${query}`, init);
  const response = await route(request, { params: Promise.resolve(call.params ?? ({} as P)) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}
