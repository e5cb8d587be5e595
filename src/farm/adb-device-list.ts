/** A phone as an adb server lists it. */
export interface ListedDevice {
  readonly serial: string;
  /** `device`, `offline`, `unauthorized`, `recovery`, `no permissions`, … */
  readonly state: string;
  /** `product`, `model`, `device`, `transport_id`, where the phone announced them. */
  readonly properties: Readonly<Record<string, string>>;
}

/** Phones out of what `adb devices`, `adb devices -l` or the server's `host:devices-l` says. */
export function parseDeviceList(text: string): readonly ListedDevice[] {
  return text.split(/\r?\n/).flatMap((line) => {
    // "no permissions" is the one state of two words; a reason and an address may follow it in brackets.
    const match = /^(\S+)\s+(no permissions|\S+)(.*)$/.exec(line.trimEnd());
    const [, serial, state, rest] = match ?? [];
    if (serial === undefined || state === undefined || line.startsWith('*') || line.startsWith('List of')) return [];
    const pairs = [...(rest ?? '').matchAll(/(\w+):(\S+)/g)].map(([, name, value]) => [name ?? '', value ?? ''] as const);
    return [{ serial, state, properties: Object.fromEntries(pairs) }];
  });
}
