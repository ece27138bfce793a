/** Next calls this once, before the web server answers its first request. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: a constant of the build, by which what is for Node alone stays out of the edge bundle
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { setSecurityHeadersOnEveryAnswer } = await import('#lib/http/security-headers.ts');
  setSecurityHeadersOnEveryAnswer();
  const { sendFileLengths } = await import('#lib/http/file-length.ts');
  sendFileLengths();
  const { letUploadsTakeTheirTime } = await import('#lib/http/upload-time.ts');
  letUploadsTakeTheirTime();
  const { clearSpool } = await import('#lib/exports/spool.ts');
  await clearSpool();
}
