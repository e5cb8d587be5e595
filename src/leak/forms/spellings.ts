import { CANARY_PREFIX } from '../../flow/canary.ts';
import type { Indicator } from '../../flow/indicator.ts';
import { isPhoneNumber, nationalNumber } from './phone-number.ts';
import { isPlaceholder, withoutSeparators } from './separators.ts';
import { firstOfEach, inEitherCase, WITHOUT_SEPARATORS, writtenTexts } from './written-texts.ts';
import type { WrittenText } from './written-texts.ts';

/** What must not stand next to a text: nothing is asked, no letter or digit, nothing that makes it another package's name. */
export type Border = 'any' | 'word' | 'package';

/** A way in which an indicator may stand in some bytes. */
export interface Spelling {
  readonly text: string;
  readonly kind: SpellingKind;
}

/** How spellings of one kind are searched and told. */
export interface SpellingKind {
  /** Absent when it is the value as it is, whatever its case. */
  readonly form?: string;
  readonly border: Border;
  /** Upper and lower case differ. */
  readonly isExact?: true;
  /** Too short for letters of mixed case to be more than chance. */
  readonly isOneCase?: true;
}

// Below this an identifier is found in anything; what is searched for on demand may be shorter.
const LEAST_PERSONAL = 6;
const LEAST_PERSONAL_BYTES = 9;
const LEAST_PLANTED = 4;
// Below this length inside of a longer word is chance: eight hexadecimal digits stand in many a digest.
const FREE_STANDING_PERSONAL = 12;
const FREE_STANDING_PLANTED = 8;
const LEAST_ONE_CASE = 8;
const LEAST_REVERSED = 8;
const LEAST_REVERSED_BYTES = 12;

/**
 * So many of a canary's random characters in a row are not chance: 36^8 is 2.8 × 10¹². Fewer would be, in a megabyte
 * of base64.
 */
export const PIECE_LENGTH = 8;
// With separators in between, digits are dates and tables as well: what is found that way has to be longer.
const LEAST_SPREAD_PERSONAL = 10;

/** Whether anything of an indicator is searched for: it is long enough, and no placeholder that many phones share. */
export function isSearchable({ class: kind, value }: Indicator): boolean {
  if (kind === 'subject') return value !== '';
  return isLongEnough(kind, value) && (kind === 'planted' || !isPlaceholder(value));
}

// A character of Chinese says as much as several letters, and takes three bytes.
function isLongEnough(kind: Indicator['class'], text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return kind === 'planted' ? bytes >= LEAST_PLANTED : text.length >= LEAST_PERSONAL || bytes >= LEAST_PERSONAL_BYTES;
}

/** The spellings of an indicator as they stand in a text, digests aside. */
export function spellings(indicator: Indicator): readonly Spelling[] {
  if (!isSearchable(indicator)) return [];
  const { class: indicatorClass, value } = indicator;
  if (indicatorClass === 'subject') return [...withPlus([{ text: value, of: '' }]), ...turned(withPlus([{ text: value, of: '' }]))].map(({ text, of }) => ({ text, kind: { border: 'any', isExact: true, ...(of !== '' && { form: of.trimStart() }) } }));
  const freeStanding = indicatorClass === 'planted' ? FREE_STANDING_PLANTED : FREE_STANDING_PERSONAL;
  const texts = writtenTexts(indicator).filter(({ text }) => isLongEnough(indicatorClass, text));
  const straight = withPlus(firstOfEach([...texts, ...texts.filter(({ text }) => !isAscii(text)).flatMap(inEitherCase)]));
  const seen = new Set<string>();
  return [...straight, ...turned(withPlus(texts.filter(({ of }) => of === '' || of === WITHOUT_SEPARATORS)))].flatMap(({ text, of }) => {
    // ASCII letters are searched in either case: what differs in nothing else is one spelling.
    const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (seen.has(folded)) return [];
    seen.add(folded);
    return [{ text, kind: kindOf(text, of, freeStanding) }];
  });
}

function turned(texts: readonly WrittenText[]): readonly WrittenText[] {
  return texts.flatMap(({ text, of }) => {
    const reversed = Array.from(text).reverse().join('');
    return (text.length < LEAST_REVERSED && Buffer.byteLength(text) < LEAST_REVERSED_BYTES) || reversed.toLowerCase() === text.toLowerCase() ? [] : [{ text: reversed, of: `${of} reversed` }];
  });
}

// An address in some other text keeps the plus signs that a form writes for blanks: nothing says that they are no plus signs.
function withPlus(texts: readonly WrittenText[]): readonly WrittenText[] {
  return [...texts, ...texts.filter(({ text }) => text.includes(' ')).map(({ text, of }) => ({ text: text.replaceAll(' ', '+'), of: `${of} with plus signs for blanks` }))];
}

function kindOf(text: string, of: string, freeStanding: number): SpellingKind {
  return {
    border: text.length < freeStanding ? 'word' : 'any',
    ...(of !== '' && { form: of.trimStart() }),
    ...(text.length < LEAST_ONE_CASE && { isOneCase: true }),
  };
}

/** A piece of a canary. */
export const IN_PART: SpellingKind = { form: 'in part', border: 'any', isOneCase: true };

/** Whether an indicator is a canary: random characters behind a fixed prefix, any of which may be taken for it. */
export function isCanary({ class: kind, value }: Indicator): boolean {
  return kind === 'planted' && /^[a-z0-9]+$/.test(value) && value.startsWith(CANARY_PREFIX);
}

/** Pieces of a canary, every one of so many characters that it is enough to tell it by; none of anything else. */
export function pieces(indicator: Indicator): readonly Spelling[] {
  if (!isCanary(indicator)) return [];
  const random = indicator.value.slice(CANARY_PREFIX.length);
  const starts = Array.from({ length: Math.max(0, random.length - PIECE_LENGTH + 1) }, (_, at) => at);
  return starts.map((at) => ({ text: random.slice(at, at + PIECE_LENGTH), kind: IN_PART }));
}

/** How an indicator reads where everything but letters and digits was taken out; undefined where it is too short for that. */
export function spread(indicator: Indicator): Spelling | undefined {
  if (!isSearchable(indicator) || indicator.class === 'subject') return undefined;
  // The separators of a phone number stand between the groups behind its country code.
  const text = isPhoneNumber(indicator.name) ? nationalNumber(indicator.value) : withoutSeparators(indicator.value);
  const least = indicator.class === 'planted' ? PIECE_LENGTH + 1 : LEAST_SPREAD_PERSONAL;
  if (!/^[0-9a-z]+$/i.test(text) || text.length < least) return undefined;
  return { text, kind: { form: 'with separators', border: indicator.class === 'planted' ? 'any' : 'word' } };
}

function isAscii(text: string): boolean {
  return /^[\u0000-\u007f]*$/.test(text);
}
