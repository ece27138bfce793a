'use server';

import { z } from 'zod';
import { adoptDocument } from '#lib/adoption/adopt-document.ts';
import type { Adoption, AdoptionOffer } from '#lib/adoption/adoption-contract.ts';
import { offerAdoption } from '#lib/adoption/offer-adoption.ts';
import { AppError } from '#lib/core/app-error.ts';
import { pageContext } from '#lib/http/page-context.ts';

const place = z.strictObject({ tenant: z.string().max(64), recordId: z.string().max(64) });
const wish = place.extend({ externalKey: z.string().max(255) });

type Answer<Value> = { value: Value; problem: null } | { value: null; problem: string };

/** Asks the ledger for the documents that hold a record's number; or gives the words for why it could not. */
export async function lookInLedger(input: z.infer<typeof place>): Promise<Answer<AdoptionOffer>> {
  const { tenant, recordId } = place.parse(input);
  const ctx = await pageContext(tenant, 'record:update_status', `/${tenant}/records/${encodeURIComponent(recordId)}`);
  return answered(offerAdoption(ctx, recordId));
}

/** Sets a record Complete with the ledger's document that it is already; or gives the words for why not. */
export async function adoptFromLedger(input: z.infer<typeof wish>): Promise<Answer<Adoption>> {
  const { tenant, recordId, externalKey } = wish.parse(input);
  const ctx = await pageContext(tenant, 'record:update_status', `/${tenant}/records/${encodeURIComponent(recordId)}`);
  return answered(adoptDocument(ctx, { recordId, externalKey }));
}

async function answered<Value>(work: Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await work, problem: null };
  } catch (error) {
    if (error instanceof AppError) return { value: null, problem: error.message };
    throw error;
  }
}
