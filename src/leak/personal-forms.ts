import { createHash } from 'node:crypto';

/** A way a personal identifier may be written. */
export interface PersonalForm {
  /** Absent when it is the identifier as it is, whatever its case. */
  readonly form?: string;
  /** ASCII lower case where the identifier was ASCII: searches compare in lower case. */
  readonly needle: string;
}

// Below this an identifier is found in anything.
const MIN_LENGTH = 6;
const DIGESTS = ['md5', 'sha1', 'sha256'] as const;
const SEPARATORS = /[:\-\s.]/g;

// What Android gives instead of an identifier: `02:00:00:00:00:00` to apps since Android 6 (WifiInfo), the ANDROID_ID
// that one build gave to every phone (android issue 10603), zeros where an advertising id was switched off.
const PLACEHOLDERS = /^(0+|02(0{10})|9774d56d682e549c|unknown|(.)\3+)$/i;

/** The forms a personal identifier is searched in; none when it is too short, or a placeholder that many phones share. */
export function personalForms(value: string): readonly PersonalForm[] {
  if (value.length < MIN_LENGTH || PLACEHOLDERS.test(value.replace(SEPARATORS, ''))) return [];
  const bare = value.replace(SEPARATORS, '');
  const variants = [
    { name: '', text: value },
    { name: ' of lower case', text: value.toLowerCase() },
    { name: ' of upper case', text: value.toUpperCase() },
    { name: ' without separators', text: bare },
    { name: ' of lower case without separators', text: bare.toLowerCase() },
    { name: ' of upper case without separators', text: bare.toUpperCase() },
  ];
  const forms: PersonalForm[] = [{ needle: value.toLowerCase() }];
  if (bare !== value && bare.length >= MIN_LENGTH) forms.push({ form: 'without separators', needle: bare.toLowerCase() });
  for (const digest of DIGESTS) {
    for (const { name, text } of variants) {
      forms.push({ form: `${digest}${name}`, needle: createHash(digest).update(text).digest('hex') });
    }
  }
  return forms.filter((form, index) => forms.findIndex((other) => other.needle === form.needle) === index);
}
