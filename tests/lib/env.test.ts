import { describe, expect, it } from 'vitest';
import { EnvError, parseEnv } from '#lib/env.ts';

function mistakesOf(variables: Record<string, string>): string[] {
  try {
    parseEnv(variables);
  } catch (error) {
    if (error instanceof EnvError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const KEY = Buffer.alloc(32, 1).toString('base64');

describe('parseEnv', () => {
  it('needs nothing', () => {
    expect(parseEnv({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', TIEOUT_DATA_DIR: '.data' });
  });

  it('takes an empty variable for an absent one', () => {
    expect(parseEnv({ PORT: '', AUTH_SECRET: ' ', OIDC_ISSUER: '' }).PORT).toBe(3000);
  });

  it.each([
    ['PORT', '80a', 'PORT must be a whole number from 1 to 65535.'],
    ['PORT', '70000', 'PORT must be a whole number from 1 to 65535.'],
    ['DATABASE_URL', 'mysql://x', 'DATABASE_URL must be a PostgreSQL address, such as postgres://tieout_web:'],
    ['AUTH_SECRET', 'short', 'AUTH_SECRET must have at least 32 characters: make one with '],
    [
      'AUDIT_SIGNING_KEY',
      'secret',
      'AUDIT_SIGNING_KEY must be an Ed25519 private key as PKCS#8, in PEM or base64: make',
    ],
    ['TIEOUT_URL', 'tieout.example', 'TIEOUT_URL must be an address that starts with http:// or https://'],
    ['TIEOUT_DEMO', 'yes', 'TIEOUT_DEMO must be 1 or 0.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
    ['SECRET_KEYS', 'secret', 'SECRET_KEYS must be id:key pairs with commas between'],
    ['SECRET_KEYS', '2026a:c2hvcnQ=', 'SECRET_KEYS must give the key 2026a as 32 bytes in base64: make one with '],
    ['SECRET_KEYS', `a:${KEY},a:${KEY}`, 'SECRET_KEYS names the key a twice.'],
    ['SECRET_KEYS', `auth:${KEY}`, 'SECRET_KEYS must not name a key auth: that is the one made from AUTH_SECRET.'],
    ['QBO_ENVIRONMENT', 'test', 'QBO_ENVIRONMENT must be production, sandbox or demo.'],
    ['QBO_BASE_URL', 'http://127.0.0.1:1', 'QBO_BASE_URL is for QBO_ENVIRONMENT=demo alone'],
    ['XERO_ENVIRONMENT', 'demo', 'XERO_ENVIRONMENT=demo needs XERO_BASE_URL'],
    ['XERO_SCOPES', 'accounting.settings.read', 'XERO_SCOPES must hold offline_access'],
    ['XERO_SCOPES', 'offline_access accounting.invoices', 'scopes that end in .read alone'],
    ['NODE_ENV', 'prod', 'NODE_ENV must be development, production or test.'],
  ])('says in one sentence what is wrong with %s=%s', (name, value, sentence) => {
    const mistakes = mistakesOf({ [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(sentence);
  });

  it('takes several keys, and the scopes of a ledger with spaces or commas between', () => {
    const XERO_SCOPES = 'offline_access, accounting.settings.read  accounting.contacts.read';
    expect(parseEnv({ SECRET_KEYS: `b:${KEY}, a:${KEY}`, XERO_SCOPES })).toMatchObject({
      XERO_SCOPES: ['offline_access', 'accounting.settings.read', 'accounting.contacts.read'],
      QBO_ENVIRONMENT: 'production',
    });
  });

  it('names every mistake, each on a line of its own', () => {
    expect(mistakesOf({ PORT: 'x', LOG_LEVEL: 'y' })).toHaveLength(2);
  });

  it('wants single sign-on complete or not at all', () => {
    expect(mistakesOf({ OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'a' })).toEqual([
      'Single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together: OIDC_CLIENT_SECRET is missing.',
    ]);
  });
});
