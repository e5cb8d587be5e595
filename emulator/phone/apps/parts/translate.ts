import type { AppDefinition, Effect, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';

/** What is written on an app's views, word for word, and what stands there in another language. */
export type Words = Readonly<Record<string, string>>;

/** The same app with other words on it; what is not among them stays, ids and events too. */
export function translate(app: AppDefinition, words: Words): AppDefinition {
  const screens = Object.entries(app.screens).map(([name, screen]): [string, ScreenSpec] => [name, { ...screen, view: translateView(screen.view, words) }]);
  return { ...app, screens: Object.fromEntries(screens) };
}

/** The app as it is in a language (`zh`), its title too; an app that has no words in it stays. */
export function inLanguage(app: AppDefinition, language: string | undefined): AppDefinition {
  const words = language === undefined ? undefined : app.words?.[language];
  return words === undefined ? app : { ...translate(app, words), title: words[app.title] ?? app.title };
}

/** The language that a phone speaks, by its system properties: `zh`; undefined when it says nothing of it. */
export function languageBy(property: (name: string) => string): string | undefined {
  const tags = ['persist.sys.locale', 'persist.sys.language', 'ro.product.locale'].map(property);
  return tags.map((tag) => /^[a-z]{2,3}/.exec(tag)?.[0]).find((language) => language !== undefined);
}

function translateView(view: ViewSpec, words: Words): ViewSpec {
  const word = (text: string): string => (Object.hasOwn(words, text) ? words[text] ?? text : text);
  return {
    ...view,
    ...(view.text === undefined ? {} : { text: word(view.text) }),
    ...(view.desc === undefined ? {} : { desc: word(view.desc) }),
    ...(view.hint === undefined ? {} : { hint: word(view.hint) }),
    ...(view.onTap === undefined ? {} : { onTap: translateEffects(view.onTap, word) }),
    ...(view.children === undefined ? {} : { children: view.children.map((child) => translateView(child, words)) }),
    ...(view.rows === undefined ? {} : { rows: { ...view.rows, view: translateView(view.rows.view, words) } }),
  };
}

/** What an effect shows: a toast. */
function translateEffects(effects: Effects, word: (text: string) => string): Effects {
  return effects.map((effect): Effect => (effect.do === 'toast' ? { ...effect, text: word(effect.text) } : effect));
}
