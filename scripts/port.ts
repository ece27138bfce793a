import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PlainError } from './run-script.ts';

function tryPort(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

/** Whether a port of this computer can be listened on now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryPort(port, '127.0.0.1')) === null;
}

/**
 * Makes sure that the web server will get its port; waits a little for one that is just being given up.
 * @throws PlainError when it is taken or not allowed
 */
export async function checkPort(port: number, host: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let error = await tryPort(port, host);
  while (error?.code === 'EADDRINUSE' && Date.now() < deadline) {
    await delay(100);
    error = await tryPort(port, host);
  }
  if (!error) return;
  switch (error.code) {
    case 'EADDRINUSE':
      throw new PlainError(
        `Port ${port} is in use by another program: stop that, or choose another port with PORT=${port + 1}.`,
      );
    case 'EACCES':
      throw new PlainError(
        `Port ${port} is not allowed to this user: choose one above 1023 with PORT, such as PORT=3000.`,
      );
    default:
      throw new PlainError(
        `HOST=${host} is no address of this computer (${error.code}): use 127.0.0.1, or 0.0.0.0 for every network.`,
      );
  }
}

/** The address under which this computer reaches a server that listens on `host`. */
export function localAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
