/** What the typed text means to the keyboard that takes it: letters, or a command to the field. */
export type ImeInput = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'action'; readonly action: string };

const UNICODE_IME = 'io.appium.settings/.UnicodeIME';
const ACTION_IME = 'io.appium.settings/.AppiumIME';

/**
 * Reads keys that arrive at the keyboard in use. Appium's own ones read more than letters: one takes text in the
 * modified UTF-7 of IMAP (RFC 3501, section 5.1.3), one takes the name of an editor action between slashes.
 *
 * https://github.com/appium/io.appium.settings (`UnicodeIME`, `AppiumIME`)
 */
export function readImeInput(text: string, inputMethod: string | undefined): ImeInput {
  if (inputMethod === UNICODE_IME) return { kind: 'text', text: decodeModifiedUtf7(text) };
  const action = /^\/([\w-]+)\/$/u.exec(text)?.[1];
  if (inputMethod === ACTION_IME && action !== undefined) return { kind: 'action', action: action.toLowerCase() };
  return { kind: 'text', text };
}

function decodeModifiedUtf7(text: string): string {
  return text.replace(/&([^-]*)-/gu, (_, encoded: string) => {
    if (encoded === '') return '&';
    const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
    return bytes.subarray(0, bytes.length - (bytes.length % 2)).swap16().toString('utf16le');
  });
}
