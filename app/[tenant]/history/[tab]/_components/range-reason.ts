/** The element that says why the date range is disabled, when it is. */
export const RANGE_REASON_ID = 'range-reason';
