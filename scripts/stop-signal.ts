/**
 * Resolves when this process is asked to stop: by a signal, or because the process that started it is gone
 * (it then loses the channel to it). Later signals change nothing, so an orderly stop is never cut short.
 */
export function untilAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    process.on('disconnect', () => resolve('the starting process is gone'));
    // Gone while this one was still starting: the channel was lost before anybody listened.
    if (process.connected === false) resolve('the starting process is gone');
  });
}
