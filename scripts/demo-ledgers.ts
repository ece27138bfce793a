import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databaseUrl, env, publicUrl } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { acmeCompanies } from '#tests/simulators/demo/acme-companies.ts';
import { globexOrganisations } from '#tests/simulators/demo/globex-organisations.ts';
import { fillCompany } from '#tests/simulators/demo/qbo-documents.ts';
import { idFor } from '#tests/simulators/demo/stable-id.ts';
import type { SyncedDocument } from '#tests/simulators/demo/synced-document.ts';
import { typedAgain } from '#tests/simulators/demo/typed-again.ts';
import { fillOrganisation } from '#tests/simulators/demo/xero-documents.ts';
import { Qbo, type QboState } from '#tests/simulators/qbo/server.ts';
import { Xero, type XeroState } from '#tests/simulators/xero/server.ts';
import { acmePlan } from '../prisma/seed/acme-plan.ts';
import { globexPlan } from '../prisma/seed/globex-plan.ts';
import { makeDataDir } from './data-dir.ts';
import { readSyncedDocuments } from './demo-documents.ts';
import { runScript } from './run-script.ts';
import { untilAskedToStop } from './stop-signal.ts';

type Kept = { qbo?: QboState; xero?: XeroState };

/** Reads what earlier demo ledgers kept; a damaged file counts as none, since nothing real is in it. */
function readKept(file: string): Kept {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (error) {
    log.warn({ err: error, file }, 'the demo ledgers begin anew: what they kept cannot be read');
    return {};
  }
}

await runScript(async () => {
  const { QBO_BASE_URL, QBO_CLIENT_ID, QBO_CLIENT_SECRET, XERO_BASE_URL, XERO_CLIENT_ID, XERO_CLIENT_SECRET } = env();
  const { QBO_ENVIRONMENT, XERO_ENVIRONMENT, TIEOUT_DATA_DIR } = env();
  const dataDir = path.resolve(TIEOUT_DATA_DIR);
  makeDataDir(dataDir);
  const file = path.join(dataDir, 'demo-ledgers.json');
  const kept = readKept(file);
  let qbo: Qbo | null = null;
  let xero: Xero | null = null;

  const keep = () => {
    const state: Kept = { qbo: qbo?.state() ?? kept.qbo, xero: xero?.state() ?? kept.xero };
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, file);
  };

  if (QBO_BASE_URL !== undefined && QBO_ENVIRONMENT === 'demo') {
    qbo = new Qbo({
      companies: acmeCompanies(),
      clientId: QBO_CLIENT_ID,
      clientSecret: QBO_CLIENT_SECRET,
      redirectOrigin: publicUrl(),
      port: Number(new URL(QBO_BASE_URL).port),
      state: kept.qbo,
      onChange: keep,
    });
    const documents = await readSyncedDocuments(databaseUrl(), acmePlan.slug);
    const again = typedAgain(documents as SyncedDocument[], (place) => String(990_001 + place));
    fillCompany(qbo.company(acmePlan.company.id), [...(documents as SyncedDocument[]), ...again]);
  }
  if (XERO_BASE_URL !== undefined && XERO_ENVIRONMENT === 'demo') {
    xero = new Xero({
      organisations: globexOrganisations(),
      clientId: XERO_CLIENT_ID,
      clientSecret: XERO_CLIENT_SECRET,
      redirectOrigin: publicUrl(),
      port: Number(new URL(XERO_BASE_URL).port),
      state: kept.xero,
      onChange: keep,
    });
    const documents = await readSyncedDocuments(databaseUrl(), globexPlan.slug);
    const again = typedAgain(documents as SyncedDocument[], (place) => idFor('typed again', String(place)));
    fillOrganisation(xero.organisation(globexPlan.company.id), [...(documents as SyncedDocument[]), ...again]);
  }
  // What it is connected to must not look empty, so nobody is let in before the documents are there.
  await Promise.all([qbo?.start(), xero?.start()]);
  await untilAskedToStop();
  keep();
  await Promise.all([qbo?.close(), xero?.close()]);
  return 0;
});
