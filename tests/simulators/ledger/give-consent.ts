import type { Consent } from './authorize.ts';

/** Does on an authorize page what a person does; gives the address that the browser is sent back to. */
export async function giveConsent(authorizeAddress: string, { choice, companyIds }: Consent): Promise<URL> {
  const address = new URL(authorizeAddress);
  address.searchParams.set('simulate', choice);
  for (const id of companyIds) address.searchParams.append('company', id);
  const answer = await fetch(address, { redirect: 'manual' });
  const back = answer.headers.get('location');
  if (answer.status !== 302 || back === null) {
    throw new Error(`The authorize page answered ${answer.status}: ${await answer.text()}`);
  }
  return new URL(back);
}
