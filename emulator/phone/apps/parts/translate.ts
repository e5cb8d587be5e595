import type { AppDefinition, Effect, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';

/** What is written on an app's views, word for word, and what stands there in another language. */
export type Words = Readonly<Record<string, string>>;

/** The same app with other words on it; what is not among them stays, ids and events too. */
export function translate(app: AppDefinition, words: Words): AppDefinition {
  const screens = Object.entries(app.screens).map(([name, screen]): [string, ScreenSpec] => [name, { ...screen, view: translateView(screen.view, words) }]);
  return { ...app, screens: Object.fromEntries(screens) };
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
