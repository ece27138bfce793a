/** Takes an e-mail address as typed or as a provider tells it; gives the form that is stored and compared. */
export function toEmailAddress(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Says whether an address could be somebody's: the database holds neither longer ones nor the character U+0000. */
export function isKnowable(email: string): boolean {
  return email.length <= 255 && !email.includes('\u0000');
}
