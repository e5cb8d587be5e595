import type { Candidate } from './nearest-views.ts';
import type { AppLook, ScreenLook, ViewLook } from './look-at-screens.ts';

/** What was found out about the selectors on one phone. */
export interface PhoneLook {
  readonly device: string;
  readonly build: string;
  readonly apps: readonly AppLook[];
  /** Apps that the phone does not carry. */
  readonly absent: readonly string[];
}

/** Whether each screen that can be opened was, and each view found there. */
export function isAllFound({ apps }: PhoneLook): boolean {
  return screensOf(apps).every(isWhole);
}

function isWhole({ views, notShown }: ScreenLook): boolean {
  return views.every(({ found }) => found) && (notShown === undefined || notShown.isRare);
}

/** For a person: what was not found, with the nearest there is; what could not be looked at, and why. */
export function describeLook(look: PhoneLook): string {
  const views = screensOf(look.apps).flatMap((screen) => screen.views);
  const lines = look.apps.flatMap((app) => describeApp(app));
  const absent = look.absent.length === 0 ? [] : [`  not on this phone: ${look.absent.join(', ')}`];
  const missing = views.filter(({ found }) => !found).length;
  return [`${look.device}  ${look.build}`, ...lines, ...absent, `  ${views.length} views looked for on ${screensOf(look.apps).filter(({ notShown }) => notShown === undefined).length} screens, ${missing} not found`].join('\n');
}

/** The same for programs. */
export function lookAsJson(look: PhoneLook): object {
  return {
    device: look.device,
    build: look.build,
    absent: look.absent,
    apps: look.apps.map(({ screens, ...app }) => ({
      ...app,
      screens: screens.map(({ screen, views, notShown }) => ({
        screen,
        ...(notShown === undefined ? {} : { [notShown.isRare ? 'comes' : 'failed']: notShown.why }),
        views: views.map(({ view, known, found, problem, nearest }) => ({
          view,
          ...known?.selector,
          ...(known === undefined ? {} : { confidence: known.confidence, source: known.source }),
          found,
          ...(problem === undefined ? {} : { problem }),
          ...(found ? {} : { nearest }),
        })),
      })),
    })),
  };
}

function describeApp({ title, package: packageName, version, screens }: AppLook): readonly string[] {
  const lines = screens.flatMap((screen) => describeScreen(screen));
  return [`  ${title}, ${packageName}${version === undefined ? '' : ` ${version}`}: ${screens.every(isWhole) ? 'all found' : 'not all found'}`, ...lines];
}

function describeScreen({ screen, views, notShown }: ScreenLook): readonly string[] {
  if (notShown !== undefined) return notShown.isRare ? [`    "${screen}" was not looked at: it comes ${notShown.why}`] : [`    "${screen}" could not be opened: ${notShown.why}`];
  return views.filter(({ found }) => !found).flatMap((view) => describeView(screen, view));
}

function describeView(screen: string, { view, known, problem, nearest }: ViewLook): readonly string[] {
  if (known === undefined) return [`    "${screen}": ${problem ?? view}`];
  const { id, text, description } = known.selector;
  const sought = [id, quoted(text), quoted(description)].filter((part) => part !== undefined).join(' ');
  const proposals = nearest.length === 0 ? ['      nothing on the screen is like it'] : nearest.map((candidate) => `      nearest: ${describeCandidate(candidate)}`);
  return [`    "${screen}": no ${view} (${sought}; ${known.confidence}: ${known.source})`, ...proposals];
}

function describeCandidate({ id, class: className, text, description, likeness }: Candidate): string {
  return [id ?? className, id === undefined ? undefined : className, quoted(text), quoted(description), `${Math.round(likeness * 100)} %`].filter((part) => part !== undefined).join(' ');
}

function quoted(words: string | undefined): string | undefined {
  return words === undefined ? undefined : JSON.stringify(words);
}

function screensOf(apps: readonly AppLook[]): readonly ScreenLook[] {
  return apps.flatMap(({ screens }) => screens);
}
