const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['md5', 'MD5'], ['sha1', 'SHA-1'], ['sha224', 'SHA-224'], ['sha256', 'SHA-256'], ['sha384', 'SHA-384'], ['sha512', 'SHA-512'],
]);

/** What `java.util.UUID.nameUUIDFromBytes` makes of a text. */
const NAME_UUID = 'name UUID (md5)';

/** Words of a form, and what they are for people; what is not among them is plain already. */
const WORDS: readonly (readonly [part: RegExp, words: string])[] = [
  [/\bof upper case\b/, 'in capital letters'],
  [/\bof lower case\b/, 'in small letters'],
  [/\bwithout separators\b/, 'without its separators'],
  [/\bwith plus signs for blanks\b/, 'with a plus sign for each blank'],
  [/\bwith separators\b/, 'with separators put in between'],
  [/\breversed\b/, 'written backwards'],
  [/(?<!de)\bcomposed\b/, 'with its accents on their letters'],
  [/\bdecomposed\b/, 'with its accents beside their letters'],
  [/^in (base64(?:url)?)\b/, 'written in $1'],
  [/^as bytes\b/, 'as bare bytes'],
  [/^last first\b/, 'the last one first'],
  [/^as a (signed )?varint\b/, 'as a $1number in the variable length of protobuf'],
  [/^(?:first )?(\d+) of (\d+) (digits|bytes)\b/, 'cut off after $1 of its $2 $3'],
  [/^(\d+) package names\b/, 'with $1 names of it'],
  [/^xor (0x[0-9a-f]+)/, 'under XOR with the byte $1'],
];

/** In which form a value stood there, in words, as it follows "was sent "; empty for a value as it is. */
export function formInWords(form: string | undefined): string {
  if (form === undefined || form === '') return '';
  if (/hash ?code/i.test(form)) return "as Java's hash code of it, which other texts share";
  const [head = '', ...how] = form.split(', ');
  return [headInWords(head), ...how.map(inWords)].join(', ');
}

function headInWords(head: string): string {
  const [name = ''] = head.split(' ', 1);
  const digest = DIGESTS.get(name.toLowerCase());
  if (digest !== undefined) {
    const madeOf = inWords(head.slice(name.length + 1));
    return madeOf === '' ? `as its ${digest} digest` : `as the ${digest} digest of it ${madeOf}`;
  }
  const words = inWords(head);
  if (head.startsWith(NAME_UUID)) return `as the UUID that Java makes of its MD5 digest${words.slice(NAME_UUID.length).replace(/^ /, ', of it ')}`;
  return words !== head || /^(?:as|in|of|with|without|under)\b/.test(head) ? words : `in the form "${head}"`;
}

function inWords(text: string): string {
  return WORDS.reduce((told, [part, words]) => told.replace(part, words), text);
}
