import type { Authorisation } from './services.ts';

/** Who answers the "Allow USB debugging?" dialog. */
export type KeyOwner = 'accepts' | 'ignores' | 'refuses';

/** An authorisation dialog and the keys accepted so far. */
export interface PhoneAuthorisation extends Authorisation {
  /** The person taps "Allow" for everything that is being asked, and from now on. */
  accept(): void;
  /** The person taps "Cancel" for everything that is being asked, and from now on; what was accepted stays so. */
  refuse(): void;
}

/** Keys accepted before (`base64 user@host`), and a person who accepts new ones or never looks. */
export function createAuthorisation(options: { readonly trusted?: readonly string[]; readonly owner?: KeyOwner } = {}): PhoneAuthorisation {
  const keys = new Set(options.trusted ?? []);
  let owner = options.owner ?? 'accepts';
  const waiting: ((isAllowed: boolean) => void)[] = [];
  return {
    trusted: () => [...keys],
    ask: (publicKey) => new Promise((resolve) => {
      const answer = (isAllowed: boolean): void => {
        if (isAllowed) keys.add(publicKey);
        resolve(isAllowed);
      };
      if (owner === 'ignores') waiting.push(answer);
      else answer(owner === 'accepts');
    }),
    accept() {
      owner = 'accepts';
      for (const answer of waiting.splice(0)) answer(true);
    },
    refuse() {
      owner = 'refuses';
      for (const answer of waiting.splice(0)) answer(false);
    },
  };
}
