/** Gives the address of a record's page, with the list it was opened from if any. */
export function recordHref(tenant: string, recordId: string, listParam: string | null): string {
  const query = listParam === null ? '' : `?${new URLSearchParams({ list: listParam })}`;
  return `/${tenant}/records/${recordId}${query}`;
}
