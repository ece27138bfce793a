/** Where a business can be told things together. */
export const CHANNEL_TYPES = ['email', 'slack', 'teams'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** So many channels a business may have. */
export const CHANNELS_MAX = 20;

export const CHANNEL_WORDS: Record<ChannelType, string> = {
  email: 'E-mail',
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

/** A channel as screens see it; instants are ISO texts. The address of a webhook is a secret: its host alone is shown. */
export type Channel = {
  id: string;
  type: ChannelType;
  name: string;
  shown: string;
  createdByName: string;
  createdAt: string;
  lastDeliveredAt: string | null;
  lastFailedAt: string | null;
  /** What went wrong last; null if the last notice arrived. */
  problem: string | null;
};
