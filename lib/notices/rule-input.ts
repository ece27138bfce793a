import { z } from 'zod';
import { AppError } from '#lib/core/app-error.ts';
import { fieldErrors } from '#lib/core/field-errors.ts';
import { isId } from '#lib/core/ids.ts';
import { CHANNELS_MAX } from './channel-contract.ts';
import { NOTICE_EVENTS, type NoticeEvent } from './notice-contract.ts';
import { hasThreshold, THRESHOLDS } from './thresholds.ts';

const ways = {
  event: z.enum(NOTICE_EVENTS),
  isInApp: z.boolean(),
  isByEmail: z.boolean(),
  threshold: z.unknown(),
};

const everybodysInput = z.strictObject({
  ...ways,
  channelIds: z.array(z.string().refine(isId, 'is not a channel')).max(CHANNELS_MAX),
});
const ownInput = z.strictObject(ways);

export type EverybodysRuleInput = z.input<typeof everybodysInput>;
export type OwnRuleInput = z.input<typeof ownInput>;

/** A rule as it is stored. */
export type RuleChoice = {
  event: NoticeEvent;
  isInApp: boolean;
  isByEmail: boolean;
  channelIds: string[];
  threshold: unknown;
};

/** Checks what holds for everybody; the threshold by the event's own schema. Throws `invalid_input`. */
export function readEverybodysRule(input: EverybodysRuleInput): RuleChoice {
  const choice = checked(everybodysInput, input);
  return { ...choice, threshold: checkedThreshold(choice.event, choice.threshold) };
}

/** Checks what a person chose; without a threshold the person goes by everybody's. Throws `invalid_input`. */
export function readOwnRule(input: OwnRuleInput): RuleChoice {
  const choice = checked(ownInput, input);
  const threshold = choice.threshold === null ? null : checkedThreshold(choice.event, choice.threshold);
  return { ...choice, channelIds: [], threshold };
}

function checkedThreshold(event: NoticeEvent, threshold: unknown): unknown {
  return hasThreshold(event) ? checked(THRESHOLDS[event], threshold) : null;
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', { message: 'This can’t be chosen so.', fields: fieldErrors(parsed.error) });
}
