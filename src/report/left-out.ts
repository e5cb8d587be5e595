/** A spec, or one action of it, that a phone was not asked to perform because it cannot. */
export interface LeftOutOfRun {
  readonly spec: string;
  readonly action?: string;
  readonly reason: string;
}

/** What one phone of a run could not perform. */
export interface PhoneLeftOut {
  readonly device: string;
  readonly leftOut: readonly LeftOutOfRun[];
}

/** How it is called in a sentence: `consent/first-run`, `"turns it off" of browser/incognito-switch@mi-browser`. */
export function nameOfLeftOut({ spec, action }: LeftOutOfRun): string {
  return action === undefined ? spec : `"${action}" of ${spec}`;
}

/** What a run left out, a line for each reason: what it was, on which phones, and why. */
export function leftOutLines(phones: readonly PhoneLeftOut[]): readonly string[] {
  const byReason = new Map<string, { readonly names: Set<string>; readonly devices: Set<string> }>();
  for (const { device, leftOut } of phones) {
    for (const one of leftOut) {
      const known = byReason.get(one.reason) ?? { names: new Set(), devices: new Set() };
      byReason.set(one.reason, known);
      known.names.add(nameOfLeftOut(one));
      known.devices.add(device);
    }
  }
  return [...byReason].map(([reason, { names, devices }]) => `left out  ${[...names].join(', ')} on ${[...devices].join(', ')}: ${reason}`);
}

/** Why a run in which no phone performed anything is no success. */
export function nothingJudged(phones: readonly PhoneLeftOut[]): string {
  return ['nothing was judged: no phone performed an action of what was asked for', ...leftOutLines(phones)].join('; ');
}
