import { FILE_MAX } from '#lib/imports/import-contract.ts';

/** Takes what somebody dropped; gives why it need not even be sent, or null. The server looks into it anyway. */
export function refusalOf(files: readonly Pick<File, 'size'>[]): string | null {
  const [file] = files;
  if (files.length !== 1 || file === undefined) return 'Import one file at a time.';
  if (file.size === 0) return 'The file is empty. Choose one with rows in it.';
  if (file.size > FILE_MAX) return 'The file is larger than 1 GB. Split it into several files.';
  return null;
}
