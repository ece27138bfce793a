/** Where Back or Forward led to last, or what was loaded anew, until the app shows another address. */
let steppedTo: string | null = null;

if (typeof window !== 'undefined') {
  const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (loaded !== undefined && loaded.type !== 'navigate') steppedTo = loaded.name;
  window.addEventListener('popstate', () => {
    steppedTo = window.location.href;
  });
}

/**
 * Says whether somebody came back to what is shown, so that it is found again as it was left. The same address opened anew
 * later is not: the one that was shown meanwhile has asked too.
 */
export function hasSteppedHere(): boolean {
  const isStep = steppedTo === window.location.href;
  if (!isStep) steppedTo = null;
  return isStep;
}
