import type { Authorisation } from './services.ts';

/** Who answers the "Allow USB debugging?" dialog. */
export type KeyOwner = 'accepts' | 'ignores';

/** An authorisation dialog and the keys accepted so far. */
export interface PhoneAuthorisation extends Authorisation {
  /** The person taps "Allow" for everything that is being asked, and from now on. */
  accept(): void;
}

/** Keys accepted before (`base64 user@host`), and a person who accepts new ones or never looks. */
export function createAuthorisation(options: { readonly trusted?: readonly string[]; readonly owner?: KeyOwner } = {}): PhoneAuthorisation {
  const keys = new Set(options.trusted ?? []);
  let owner = options.owner ?? 'accepts';
  const waiting: (() => void)[] = [];
  return {
    trusted: () => [...keys],
    ask: (publicKey) => new Promise((resolve) => {
      const allow = (): void => {
        keys.add(publicKey);
        resolve(true);
      };
      if (owner === 'accepts') allow();
      else waiting.push(allow);
    }),
    accept() {
      owner = 'accepts';
      for (const allow of waiting.splice(0)) allow();
    },
  };
}
