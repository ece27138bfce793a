import { openSecret, sealSecret } from '#lib/webhooks/secret-box.ts';

/** Whose address it is: what is sealed for one channel opens for no other. */
export type ChannelOwner = { tenantId: string; channelId: string };

/** Encrypts the address of a channel's webhook: whoever has it can write there. */
export function sealChannel(address: string, { tenantId, channelId }: ChannelOwner): Uint8Array<ArrayBuffer> {
  return sealSecret(address, { tenantId, subscriptionId: channelId });
}

/** Takes what `sealChannel` gave; gives the address. Throws if AUTH_SECRET is another one by now. */
export function openChannel(sealed: Uint8Array, { tenantId, channelId }: ChannelOwner): string {
  return openSecret(sealed, { tenantId, subscriptionId: channelId });
}
