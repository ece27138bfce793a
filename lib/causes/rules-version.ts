/** Raise this whenever rules change what they say: the worker diagnoses again what an older version diagnosed. */
export const RULES_VERSION = 20;
