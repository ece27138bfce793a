import { openFor, type Sealed, type SecretOwner, sealFor } from '#lib/secrets/key-ring.ts';

/** Whose address it is: what is sealed for one channel opens for no other. */
export type ChannelOwner = { tenantId: string; channelId: string };

/** Encrypts the address of a channel's webhook: whoever has it can write there. */
export function sealChannel(address: string, owner: ChannelOwner): Sealed {
  return sealFor(ringOwner(owner), address);
}

/** Takes what `sealChannel` gave; gives the address. Throws `SealError`. */
export function openChannel({ sealed, keyId }: { sealed: Uint8Array; keyId: string }, owner: ChannelOwner): string {
  return openFor(ringOwner(owner), sealed, keyId);
}

function ringOwner({ tenantId, channelId }: ChannelOwner): SecretOwner {
  return { purpose: 'channel', tenantId, id: channelId };
}
