-- Tieout's four database roles. An administrator (a superuser) of a PostgreSQL 15 or later runs this file once:
--
--   psql -d postgres -f prisma/roles.sql
--   psql -d postgres -c '\password tieout_owner' -c '\password tieout_web'
--   psql -d postgres -c "CREATE DATABASE tieout OWNER tieout_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0"
--
-- (any UTF-8 locale will do; with the locale C, searches would tell é from É)
--
-- Then DATABASE_OWNER_URL names tieout_owner and DATABASE_URL names tieout_web. Running it again changes nothing.
-- `npm start` runs the same file on the embedded PostgreSQL.
--
--   tieout_owner   owns the database and its tables, and migrates; row-level security holds for it too (FORCE)
--   tieout_app     carries the application's rights on tables, given by the migrations; nobody signs in as it
--   tieout_web     what web and worker sign in as; a member of tieout_app, and nothing more
--   tieout_search  owns the few SECURITY DEFINER functions that pass row-level security by; nobody signs in as it

DO $roles$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['tieout_owner', 'tieout_app', 'tieout_web', 'tieout_search'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I', role_name);
    END IF;
  END LOOP;

  ALTER ROLE tieout_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  ALTER ROLE tieout_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  ALTER ROLE tieout_web LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  ALTER ROLE tieout_search NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;

  GRANT tieout_app TO tieout_web;

  -- The owner hands functions over to tieout_search, and inherits none of its rights.
  IF current_setting('server_version_num')::int >= 160000 THEN
    EXECUTE 'GRANT tieout_search TO tieout_owner WITH INHERIT FALSE, SET TRUE';
  ELSE
    EXECUTE 'GRANT tieout_search TO tieout_owner';
  END IF;
END
$roles$;
