import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** One call as a target received it. */
export type ReceivedCall = { headers: Record<string, string>; body: string; path: string };

/** What a target answers to its n-th call (from 0): a status, or whatever it does with the response itself. */
export type Responder = (call: ReceivedCall, index: number) => number | ((response: ServerResponse) => void);

/** A real server that receives webhooks. */
export type WebhookTarget = {
  url: string;
  calls: ReceivedCall[];
  /** From now on it answers so. */
  answer: (responder: Responder) => void;
  close: () => Promise<void>;
};

/** Starts one on this computer; it takes everything until told otherwise. */
export async function startTarget(responder: Responder = () => 204): Promise<WebhookTarget> {
  const calls: ReceivedCall[] = [];
  let respond = responder;
  const server: Server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      const answered = respond(call, calls.length - 1);
      if (typeof answered === 'number') response.writeHead(answered).end(`answer ${answered}`);
      else answered(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    answer: (next) => {
      respond = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Verifies a call's signature as its receiver would; gives the body. Throws if it is not signed with the secret. */
export function verified(call: ReceivedCall, secret: string): Record<string, unknown> {
  return new Webhook(secret).verify(call.body, call.headers) as Record<string, unknown>;
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { headers, body: Buffer.concat(chunks).toString('utf8'), path: request.url ?? '' };
}
