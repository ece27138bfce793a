import { readdirSync } from 'node:fs';
import path from 'node:path';

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** A route of the API: its address with {parts}, and what it answers by method. */
export type ApiRoute = { path: string; handlers: Record<string, Handler> };

const FOLDER = 'app/api/v1';
const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];

/** Finds every route of the API as Next would, but for the one that answers what there is not. */
export async function apiRoutes(): Promise<ApiRoute[]> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && !file.includes('[...'))
    .toSorted();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(/* @vite-ignore */ path.resolve(FOLDER, file))) as Record<string, Handler>;
      const address = `/${file.replace(/\/?route\.ts$/, '').replaceAll(/\[(\w+)\]/g, '{$1}')}`;
      const handlers = Object.fromEntries(
        METHODS.flatMap((method) => (module[method] ? [[method, module[method]]] : [])),
      );
      return { path: address, handlers };
    }),
  );
}

/** Gives the route that answers a documented address, and the parts of it that the document writes out. */
export function routeFor(
  routes: readonly ApiRoute[],
  path: string,
): { route: ApiRoute; parts: Record<string, string> } {
  const exact = routes.find((route) => route.path === path);
  if (exact !== undefined) return { route: exact, parts: {} };
  for (const route of routes) {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const match = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (match === null) continue;
    const parts = names.map((name, index) => [name, match[index + 1] ?? ''] as const);
    return { route, parts: Object.fromEntries(parts.filter(([, value]) => !value.startsWith('{'))) };
  }
  throw new Error(`No route answers ${path}`);
}
