/** What the formatting components need to know of a tenant. */
export type Formats = { locale: string; timeZone: string };
