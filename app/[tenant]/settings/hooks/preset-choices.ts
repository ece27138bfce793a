import { NO_PRESET, PRESETS } from '#lib/mapping/presets.ts';

/** A way to read payloads that can be chosen; `''` stands for recognising each payload by its shape. */
export type PresetChoice = { value: string; label: string; does: string };

/** Gives the ways to read payloads, the simplest first. */
export function presetChoices(): PresetChoice[] {
  return [
    { value: '', label: 'Recognise each payload', does: 'Takes the preset whose shape a payload has. Right for most.' },
    ...PRESETS.map(({ id, name, does }) => ({ value: id, label: name, does })),
    { value: NO_PRESET, label: 'My own mapping alone', does: 'Reads only the fields that you map yourself.' },
  ];
}
