import { z } from 'zod';
import { NO_PRESET, presetOf } from '#lib/mapping/presets.ts';

/** The id of a preset, `none` for the hook's own mapping alone, or null to recognise the shape of each payload. */
export const presetSchema = z
  .string()
  .refine((id) => id === NO_PRESET || presetOf(id) !== null, 'must be one of the presets')
  .nullable();
