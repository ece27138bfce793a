/** What carried an outcome here: an API key, a hook, or the import of a file. At most one has a name. */
export type Carrier = { apiKeyName: string | null; hookName: string | null; importName: string | null };

/** Gives its name, or null where none is known. */
export function carrierName({ apiKeyName, hookName, importName }: Carrier): string | null {
  return apiKeyName ?? hookName ?? importName;
}
