import type { Indicator } from '../../flow/indicator.ts';
import { isPhoneNumber, phoneNumberForms } from './phone-number.ts';
import { withoutSeparators, withSeparators } from './separators.ts';

/** A text that stands for an indicator. */
export interface WrittenText {
  readonly text: string;
  /** How it differs, for the form: ` without separators`, ` of upper case`; empty where it does not. */
  readonly of: string;
}

/** How a text differs from which the separators were left out. */
export const WITHOUT_SEPARATORS = ' without separators';

const IMEI = /^\d{15}$/;

/**
 * The texts under which an indicator is known, case aside: its value (composed and decomposed where it is not ASCII), without
 * separators, with those that are usual, a phone number with and without its country code, an IMEI without its check digit.
 * The value itself is first; none stands twice.
 */
export function writtenTexts({ name, value }: Pick<Indicator, 'name' | 'value'>): readonly WrittenText[] {
  const unquoted = /ssid/i.test(name) ? value.replace(/^"(.*)"$/, '$1') : value;
  const texts: WrittenText[] = [
    { text: unquoted, of: '' },
    { text: unquoted.normalize('NFC'), of: ' composed' },
    { text: unquoted.normalize('NFD'), of: ' decomposed' },
    { text: withoutSeparators(unquoted), of: WITHOUT_SEPARATORS },
    ...withSeparators(unquoted),
  ];
  if (isPhoneNumber(name)) texts.push(...phoneNumberForms(value));
  if (/imei/i.test(name) && IMEI.test(withoutSeparators(value))) texts.push({ text: withoutSeparators(value).slice(0, 14), of: ' without its check digit' });
  return firstOfEach(texts);
}

/**
 * What of an indicator may have been hashed: its texts as they are, in lower and in upper case; the name of a network in the
 * quotes that Android's WifiInfo puts around it as well.
 */
export function hashedTexts(indicator: Pick<Indicator, 'name' | 'value'>): readonly WrittenText[] {
  const texts = writtenTexts(indicator);
  const quoted = /(^|_)ssid/i.test(indicator.name) ? texts.map(({ text, of }) => ({ text: `"${text}"`, of: `${of} in quotes` })) : [];
  return firstOfEach([...texts, ...quoted].flatMap(inEitherCase));
}

/** A text as it is, in lower and in upper case. */
export function inEitherCase({ text, of }: WrittenText): readonly WrittenText[] {
  return [{ text, of }, { text: text.toLowerCase(), of: ` of lower case${of}` }, { text: text.toUpperCase(), of: ` of upper case${of}` }];
}

/** Texts without those that another one before them is already. */
export function firstOfEach(texts: readonly WrittenText[]): readonly WrittenText[] {
  const seen = new Set<string>();
  return texts.filter(({ text }) => text !== '' && !seen.has(text) && seen.add(text));
}
