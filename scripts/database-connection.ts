import pg from 'pg';
import { PlainError } from './run-script.ts';

/** The address without its password, for people. */
function shown(url: string): string {
  const { host, pathname, username } = new URL(url);
  return `${decodeURIComponent(username)}@${host}${pathname}`;
}

/** One sentence for what the server or the network answered. */
function explain(error: unknown, url: string, variable: string): string {
  const { code, message } = error as { code?: string; message: string };
  const where = `${variable} (${shown(url)})`;
  switch (code) {
    case 'ECONNREFUSED':
      return `${where}: no PostgreSQL listens there; start it, or correct the host and port.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${where}: there is no host of that name; correct the address.`;
    case '28P01':
    case '28000':
      return `${where}: the server refuses this user or password; correct them, or make the roles with prisma/roles.sql.`;
    case '3D000':
      return `${where}: the server has no such database; the head of prisma/roles.sql says how to make it.`;
    case '42501':
      return `${where}: this user may not connect to the database; the head of prisma/roles.sql says how to set it up.`;
    case '53300':
      return `${where}: the server has no free connections; raise its max_connections or stop what holds them.`;
    default:
      return `${where}: no connection (${[code, message].filter(Boolean).join(', ')}).`;
  }
}

/**
 * Connects to a database; the caller ends the client.
 * @throws PlainError that names the variable and the remedy, never the password
 */
export async function connect(url: string, variable: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'tieout-setup',
  });
  // A connection lost between two queries fails the next query; unhandled, it would end the process first.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw new PlainError(explain(error, url, variable));
  }
}

/**
 * Refuses a role that row-level security would not hold, whatever the queries say.
 * @throws PlainError with the remedy
 */
export async function checkAppRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{
    role: string;
    version: number;
    isSuperuser: boolean;
    passesRowSecurity: boolean;
    ownsTables: boolean;
  }>(`
    SELECT current_user AS role,
           current_setting('server_version_num')::int AS version,
           (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
           EXISTS (SELECT FROM pg_roles r WHERE (r.rolbypassrls OR r.rolsuper)
                   AND pg_has_role(current_user, r.oid, 'MEMBER')) AS "passesRowSecurity",
           EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'
                   AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS "ownsTables"`);
  const role = rows[0];
  if (!role) throw new PlainError('DATABASE_URL: the server does not say who it takes us for.');
  if (role.version < 150_000) {
    throw new PlainError(
      `DATABASE_URL: Tieout needs PostgreSQL 15 or later, and this server is ${Math.floor(role.version / 10_000)}.`,
    );
  }
  const fault = role.isSuperuser
    ? 'is a superuser'
    : role.passesRowSecurity
      ? 'may pass row-level security by (BYPASSRLS)'
      : role.ownsTables
        ? 'owns tables'
        : null;
  if (fault) {
    throw new PlainError(
      `DATABASE_URL: the role "${role.role}" ${fault}, so one tenant could see another's rows: use tieout_web, which prisma/roles.sql makes, and keep the owner for DATABASE_OWNER_URL.`,
    );
  }
}
