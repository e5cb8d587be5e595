import * as fc from 'fast-check';

const name = fc.constantFrom('a', 'b', 'c', 'xy');
// No letters beyond ASCII: Android's mksh is built to assume UTF-8 (MKSH_ASSUME_UTF8), Debian's goes by its locale.
const plain = fc.constantFrom('foo', 'bar', 'x', '1', '42', 'a.b.c', '-q1', 'two words', '*', '');
const double = (text: string): string => `"${text}"`;

/** One word: literal, quoted in each way, or expanded in one of many. */
const word: fc.Arbitrary<string> = fc.oneof(
  plain.map((text) => (text === '' || /[ *]/.test(text) ? `'${text}'` : text)),
  plain.map(double),
  name.map((text) => `$${text}`),
  name.map((text) => double(`$${text}`)),
  fc.tuple(name, fc.constantFrom(':-d', '-d', ':+y', '+y', '#?', '##*.', '%?', '%%.*', '/a/_', '//o/0', ':1', ':0:2')).map(([text, operation]) => double(`\${${text}${operation}}`)),
  name.map((text) => `\${#${text}}`),
  fc.tuple(fc.integer({ min: -9, max: 99 }), fc.constantFrom('+', '-', '*', '/', '%', '<', '==', '<<', '&', '|', '^'), fc.integer({ min: 1, max: 9 })).map(([left, operator, right]) => `$((${left} ${operator} ${right}))`),
  fc.tuple(name, plain).map(([text, value]) => `$(echo "$${text}" '${value}')`),
  fc.constantFrom('{p,q}r', '$#', '"$@"', '$?', '\\$x', '"a\\"b"', "'it'\\''s'", '~', 'a\\ b'),
);

const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));

const simple: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: words.map((list) => `echo - ${list}`) },
  words.map((list) => `printf '<%s>\\n' ${list}`),
  // Behind `then`, mksh spreads the braces of an assignment, elsewhere it does not; on the phone nowhere.
  fc.tuple(name, word.filter((text) => text !== '{p,q}r')).map(([text, value]) => `${text}=${value}`),
  words.map((list) => `set -- ${list}`),
  fc.tuple(word, fc.constantFrom('=', '!=', '<'), word).map(([left, operator, right]) => `[[ ${left} ${operator} ${right} ]]`),
  fc.tuple(word, fc.constantFrom('=', '!='), word).map(([left, operator, right]) => `[ "x"${left} ${operator} "x"${right} ]`),
  fc.constantFrom('true', 'false', ':', '(exit 3)', 'nosuchcommand'),
  fc.tuple(words, name).map(([list, file]) => `echo ${list} > f_${file}`),
  name.map((file) => `cat f_${file} 2>/dev/null`),
  fc.tuple(name, name, words).map(([left, right, list]) => `echo - ${list} | { read ${left} ${right}; echo "[$${left}][$${right}]"; }`),
  fc.tuple(name, fc.constantFrom('typeset', 'export', 'readonly -p >/dev/null;')).map(([text, command]) => `${command} ${text}=v`),
  words.map((list) => `IFS=.; echo - ${list}; unset IFS`),
);

const { statement } = fc.letrec<{ statement: string; body: string }>((tie) => ({
  statement: fc.oneof(
    { weight: 6, arbitrary: simple },
    fc.tuple(tie('body'), fc.constantFrom('&&', '||'), tie('body')).map(([left, operator, right]) => `{ ${left}; } ${operator} { ${right}; }`),
    fc.tuple(name, words, tie('body')).map(([text, list, body]) => `for ${text} in ${list}; do ${body}; done`),
    fc.tuple(simple, tie('body'), tie('body')).map(([condition, left, right]) => `if ${condition}; then ${left}; else ${right}; fi`),
    fc.tuple(word, tie('body'), tie('body')).map(([subject, left, right]) => `case ${subject} in foo|1) ${left};; *b*) echo B;; *) ${right};; esac`),
    fc.tuple(name, tie('body'), words).map(([text, body, list]) => `f_${text}() { ${body}; }; f_${text} ${list}`),
    // In a case the parser takes `( :` and `( [` for errors: a word that is no sign keeps them apart.
    tie('body').map((body) => `( true; ${body} )`),
    // Nor does it find the end of `$(…)` behind a `for … in` inside of a case.
    tie('body').filter((body) => !(body.includes('case ') && body.includes('for '))).map((body) => `x=$( ${body} ); echo "$x"`),
    tie('body').map((body) => `{ ${body}; } 2>&1 | cat`),
  ),
  body: fc.oneof({ maxDepth: 2 }, simple, tie('statement')),
}));

/** Small scripts of everything the grammar has; they end with their exit code, and run in a folder of their own. */
export const randomScript: fc.Arbitrary<string> = fc.array(statement, { minLength: 1, maxLength: 5 }).map((list) => `${list.join('\n')}\necho "rc=$?"`);

/** So many scripts of one seed. */
export const scriptsOf = (seed: number, count: number): readonly string[] => fc.sample(randomScript, { seed, numRuns: count });
