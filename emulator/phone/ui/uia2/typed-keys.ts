import { invalidArgument } from './errors.ts';
import { optionalNumber, requireString, type JsonObject } from './body.ts';
import type { TimedEvent } from './pointer-actions.ts';
import type { Session } from './session.ts';

/**
 * Key codes of the characters the W3C protocol keeps for keys without a letter; `HOME` is the phone's home key there.
 *
 * https://github.com/appium/appium-uiautomator2-server/blob/5412fdb3/app/src/main/java/io/appium/uiautomator2/utils/w3c/W3CKeyCode.java
 */
const KEY_CODES: ReadonlyMap<number, number> = new Map([
  [0xe003, 67],
  [0xe004, 61],
  [0xe005, 28],
  [0xe006, 66],
  [0xe007, 66],
  [0xe00c, 111],
  [0xe00d, 62],
  [0xe00e, 92],
  [0xe00f, 93],
  [0xe010, 123],
  [0xe011, 3],
  [0xe012, 21],
  [0xe013, 19],
  [0xe014, 22],
  [0xe015, 20],
  [0xe017, 112],
]);

/** First and last of the code points the protocol keeps for such keys. */
const KEPT = { first: 0xe000, last: 0xe05d } as const;

/** What a keyboard's actions press and type, at the moment the key goes down. */
export function keyEvents(actions: readonly JsonObject[], session: Session): readonly TimedEvent[] {
  const events: TimedEvent[] = [];
  let nowMs = 0;
  for (const action of actions) {
    const type = requireString(action, 'type');
    if (type === 'pause') nowMs += optionalNumber(action, 'duration') ?? 0;
    else if (type === 'keyDown') events.push(keyDown(action, nowMs, session));
    else if (type !== 'keyUp') throw invalidArgument(`Unexpected action item '${type}' of a keyboard`);
  }
  return [...events, { atMs: nowMs }];
}

function keyDown(action: JsonObject, atMs: number, session: Session): TimedEvent {
  const value = requireString(action, 'value');
  const codePoint = value.codePointAt(0);
  if (codePoint === undefined) throw invalidArgument("The 'value' of a key cannot be empty");
  const keyCode = KEY_CODES.get(codePoint);
  if (keyCode !== undefined) return { atMs, run: () => session.display.pressKey(keyCode) };
  // Shift and its kin do nothing by themselves: the letter that follows comes as it is meant.
  if (codePoint >= KEPT.first && codePoint <= KEPT.last) return { atMs };
  return { atMs, run: () => session.display.type(String.fromCodePoint(codePoint)) };
}
