import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { ExpectedTraffic, Register } from './register-schema.ts';

/** What of a phone decides which entries of the register are about it. */
export type RegisteredPhone = Pick<PhoneFacts, 'kind' | 'build'>;

/** The entries that may explain anything of a phone: all but those that are known to be about others. */
export function registerOn(register: Register, phone: RegisteredPhone): Register {
  return register.filter((entry) => isAboutPhone(entry, phone) !== 'no');
}

/** Whether an entry is about a phone: by the world that the phone sees, and by its build; `unknown` where the build does not say whose it is. */
export function isAboutPhone({ world, builds }: Pick<ExpectedTraffic, 'world' | 'builds'>, { kind, build }: RegisteredPhone): 'yes' | 'no' | 'unknown' {
  if (world !== undefined && world !== (kind === 'emulated' ? 'embedded' : 'real')) return 'no';
  if (builds === undefined) return 'yes';
  const made = madeFor(build);
  if (made === undefined) return 'unknown';
  return made === builds ? 'yes' : 'no';
}

// V11.0.8.0.PCOMIXM: a letter for Android's version, two for the model, two for the region (MI, EU, IN, …; CN), two for the carrier.
const VERSION = /\/V\d+(?:\.\d+)+\.[A-Z]{3}([A-Z]{2})[A-Z]{2}\b/;

/** For which market a build was made, by its fingerprint; undefined for developers' builds, whose versions are days. */
function madeFor(build: string): 'chinese' | 'global' | undefined {
  const region = VERSION.exec(build)?.[1];
  if (region === undefined) return undefined;
  return region === 'CN' ? 'chinese' : 'global';
}
