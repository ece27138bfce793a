/** Takes an e-mail address as typed or as a provider tells it; gives the form that is stored and compared. */
export function toEmailAddress(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
