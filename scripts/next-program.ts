import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Next's command line program, to be run with this process's Node. */
export const nextProgram = createRequire(import.meta.url).resolve('next/dist/bin/next');

const stopWithParent = pathToFileURL(path.join(import.meta.dirname, 'stop-with-parent.ts')).href;

/** Node's arguments for a web server that ends with the process that started it. */
export function webArgs(command: 'start' | 'dev', host: string, port: number): string[] {
  return ['--import', stopWithParent, nextProgram, command, '--hostname', host, '--port', String(port)];
}
