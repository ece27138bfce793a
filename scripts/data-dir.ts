import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeSigningKeyText } from '#lib/core/signing-key.ts';
import { PlainError } from './run-script.ts';

/** A demo account, as the start shows it. */
export type DemoSignIn = { email: string; password: string; what: string };

/** What `<data dir>/secrets.json` keeps; readable by its owner alone. */
export type Secrets = {
  superuserPassword: string;
  ownerPassword: string;
  webPassword: string;
  authSecret: string;
  /** Signs the audit log's checkpoints; made by the first Tieout that knew of it. */
  auditSigningKey?: string;
  /** `loading` while the first start writes the demo data, which it does in many steps. */
  demo?: 'loading' | { signIns: DemoSignIn[]; apiKey: string | null };
};

function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

function secretsFile(dataDir: string): string {
  return path.join(dataDir, 'secrets.json');
}

/** True when the data directory already holds secrets, and so the passwords of its database. */
export function hasSecrets(dataDir: string): boolean {
  return existsSync(secretsFile(dataDir));
}

/** Makes the data directory if it is missing. @throws PlainError when that is impossible */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new PlainError(
      `The data directory ${dataDir} cannot be made (${(error as NodeJS.ErrnoException).code}): set TIEOUT_DATA_DIR to a folder that this user may write.`,
    );
  }
}

/** Writes the secrets so that a crash leaves either the old file or the new one. */
export function writeSecrets(dataDir: string, secrets: Secrets): void {
  const file = secretsFile(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

/** Gives the key that signs the audit log's checkpoints; made now in a data directory from before there was one. */
export function keepAuditSigningKey(dataDir: string, secrets: Secrets): string {
  if (secrets.auditSigningKey === undefined) {
    secrets.auditSigningKey = makeSigningKeyText();
    writeSecrets(dataDir, secrets);
  }
  return secrets.auditSigningKey;
}

/** Reads the secrets, or makes them at the first start. @throws PlainError when the file is damaged */
export function readSecrets(dataDir: string): Secrets {
  const file = secretsFile(dataDir);
  if (!existsSync(file)) {
    const secrets: Secrets = {
      superuserPassword: makePassword(),
      ownerPassword: makePassword(),
      webPassword: makePassword(),
      authSecret: randomBytes(48).toString('base64url'),
      auditSigningKey: makeSigningKeyText(),
    };
    writeSecrets(dataDir, secrets);
    return secrets;
  }
  try {
    const secrets = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    if (secrets.superuserPassword && secrets.ownerPassword && secrets.webPassword && secrets.authSecret) return secrets;
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw new PlainError(
        `${file} cannot be read (${(error as NodeJS.ErrnoException).code}): start Tieout as the user who owns it.`,
      );
    }
  }
  throw new PlainError(
    `${file} is damaged: restore it from a backup, since it holds the passwords of the database beside it.`,
  );
}
