/** A way a phone number is written or hashed. */
export interface WrittenNumber {
  readonly text: string;
  /** ` without its country code`. */
  readonly of: string;
}

// ITU-T E.164, list of assigned country codes: these two zones have one digit, these codes two, all others three.
const ONE_DIGIT = /^[17]/;
const TWO_DIGITS = /^(20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
// Shorter ones are service numbers.
const LEAST_DIGITS = 7;
const WITHOUT_CODE = ' without its country code';
const WITHOUT_ZERO = ' without its zero';

/** Whether an indicator is a phone number, by its name. */
export function isPhoneNumber(name: string): boolean {
  return /phone|msisdn|mobile|^tel/i.test(name);
}

/** The digits of a phone number behind its country code and the zero that stands for it; all of them where it has neither. */
export function nationalNumber(value: string): string {
  const forms = phoneNumberForms(value);
  return (forms.find(({ of }) => of === WITHOUT_CODE || of === WITHOUT_ZERO) ?? forms[0])?.text ?? '';
}

/** The ways a phone number is written: with its country code and a plus, zeros or nothing, and without, after a zero or nothing. */
export function phoneNumberForms(value: string): readonly WrittenNumber[] {
  const digits = value.replace(/\D/g, '').replace(/^00/, '');
  if (digits.length < LEAST_DIGITS) return [];
  const isNational = !value.trim().startsWith('+') && digits.startsWith('0');
  if (isNational) return [{ text: digits, of: ' in digits' }, { text: digits.slice(1), of: WITHOUT_ZERO }];
  const code = ONE_DIGIT.test(digits) ? 1 : TWO_DIGITS.test(digits) ? 2 : 3;
  const national = digits.slice(code);
  const international = [
    { text: digits, of: ' in digits' },
    { text: `+${digits}`, of: ' with a plus' },
    { text: `00${digits}`, of: ' with zeros' },
  ];
  if (national.length < LEAST_DIGITS) return international;
  return [...international, { text: national, of: WITHOUT_CODE }, { text: `0${national}`, of: ' with a zero for its country code' }];
}
