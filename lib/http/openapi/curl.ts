import type { ApiCall, CallExample } from './api-call.ts';

/** Gives the command line that makes an example's call to the API at an origin, with the key from the environment. */
export function curlOf(origin: string, call: ApiCall, example: CallExample | undefined): string {
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => partOf(call, example, name));
  const query = new URLSearchParams(example?.query ?? {}).toString();
  const method = call.method.toUpperCase();
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${origin}/api/v1${path}${query === '' ? '' : `?${query}`}"`,
  ];
  if (call.scope !== 'public') lines.push('-H "Authorization: Bearer $TIEOUT_API_KEY"');
  if (example?.body !== undefined) {
    lines.push('-H "Content-Type: application/json"', `-d '${jsonText(example.body).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n  ');
}

/** JSON as the documentation shows it. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function partOf({ pathParts = [] }: ApiCall, example: CallExample | undefined, name: string): string {
  return encodeURIComponent(example?.path?.[name] ?? pathParts.find((part) => part.name === name)?.example ?? name);
}
