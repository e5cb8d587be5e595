import importPlugin from 'eslint-plugin-import';
import tseslint from 'typescript-eslint';

/** The steps in the order of the data flow: each may import the ones before it, and `flow`. */
const STEPS = ['farm', 'device', 'ui', 'record', 'witness', 'decode', 'leak', 'attribute', 'silence', 'evidence', 'report'];

/** Composers: they may import every step. */
const laterThan = (step) => [...STEPS.slice(STEPS.indexOf(step) + 1), 'run', 'cli'];

const stepZones = [
  ...STEPS.map((step) => ({
    target: `./src/${step}`,
    from: laterThan(step).map((later) => `./src/${later}`),
    message: `src/${step} may import only earlier steps and src/flow.`,
  })),
  { target: './src/flow', from: [...STEPS, 'run', 'cli'].map((step) => `./src/${step}`), message: 'src/flow holds shared nouns and imports no step.' },
  { target: './src/run', from: ['./src/cli'], message: 'src/run is composed by src/cli, not the other way round.' },
  { target: ['./src', './specs', './pageobjects'], from: './emulator', message: 'The emulated phone shares no code with what judges it.' },
  { target: './emulator', from: ['./src', './specs', './pageobjects'], message: 'The emulated phone knows nothing of what judges it.' },
  { target: './pageobjects', from: ['./src/record', './src/decode', './src/leak', './src/silence', './src/run'], message: 'A page object taps and reads the screen; it neither records nor judges.' },
];

const DONT_READ_THE_ANSWERS = 'The control port, profiles and truth log of the emulated phone are not for those who judge it.';

export default tseslint.config(
  { ignores: ['node_modules/**', 'reports/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    plugins: { import: importPlugin },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } },
    },
    rules: {
      'import/no-cycle': 'error',
      'import/no-restricted-paths': ['error', { zones: stepZones }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**', 'specs/**', 'pageobjects/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Literal[value=/emulator\\u002Fprofiles|\\btruth\\u002F/]', message: DONT_READ_THE_ANSWERS },
        { selector: 'TemplateElement[value.raw=/emulator\\u002Fprofiles|\\btruth\\u002F/]', message: DONT_READ_THE_ANSWERS },
        { selector: 'CallExpression[callee.name=/^read/] Literal[value=/truth|profiles/]', message: DONT_READ_THE_ANSWERS },
      ],
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.mjs', '**/*.js'], rules: { 'import/no-cycle': 'off', '@typescript-eslint/explicit-module-boundary-types': 'off' } },
);
