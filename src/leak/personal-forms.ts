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

/** The forms a personal identifier is searched in; none when it is too short to mean anything. */
export function personalForms(value: string): readonly PersonalForm[] {
  if (value.length < MIN_LENGTH) return [];
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
