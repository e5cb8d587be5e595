/** `BatteryManager.BATTERY_STATUS_*`. https://developer.android.com/reference/android/os/BatteryManager */
export const BATTERY_STATUS = { unknown: 1, charging: 2, discharging: 3, notCharging: 4, full: 5 } as const;

export type BatteryStatus = (typeof BATTERY_STATUS)[keyof typeof BATTERY_STATUS];

/** What feeds the phone. */
export type PlugType = 'none' | 'ac' | 'usb' | 'wireless';

/** What the battery service tells apps. */
export interface BatteryState {
  /** Percent, 0 to 100. */
  readonly level: number;
  readonly plugged: PlugType;
  readonly status: BatteryStatus;
  readonly present: boolean;
  /** `BatteryManager.BATTERY_HEALTH_*`: 2 is good. */
  readonly health: number;
  readonly voltageMillivolts: number;
  readonly temperatureTenthsCelsius: number;
}

/** Below this level without a charger the phone calls its battery low (`config_lowBatteryWarningLevel`). */
export const LOW_BATTERY_PERCENT = 15;

/** The battery as the hardware has it, and as `dumpsys battery set` overrides it. */
export interface Battery {
  /** What apps are told: the overridden values where there are some. */
  state(): BatteryState;
  /** Whether the values are held by hand, not by the hardware. */
  isOverridden(): boolean;
  /** The level is low and nothing charges it. */
  isLow(): boolean;
  /** The hardware changed. */
  change(changes: Partial<BatteryState>): void;
  /** Holds values by hand until `reset`, as `dumpsys battery set` does. */
  override(changes: Partial<BatteryState>): void;
  /** Gives the hardware's values back. */
  reset(): void;
  /** Calls back after each change until the returned function is called. */
  observe(observer: (state: BatteryState) => void): () => void;
}

const ON_THE_DESK: BatteryState = {
  level: 100, plugged: 'usb', status: BATTERY_STATUS.full, present: true, health: 2, voltageMillivolts: 4380, temperatureTenthsCelsius: 290,
};

/** A battery that hangs on a USB cable, full unless told otherwise. */
export function createBattery(initial: Partial<BatteryState> = {}): Battery {
  let hardware: BatteryState = { ...ON_THE_DESK, ...initial };
  let held: Partial<BatteryState> | undefined;
  const observers = new Set<(state: BatteryState) => void>();
  const state = (): BatteryState => ({ ...hardware, ...held });
  const tell = (): void => {
    for (const observer of [...observers]) observer(state());
  };
  return {
    state,
    isOverridden: () => held !== undefined,
    isLow: () => state().plugged === 'none' && state().level <= LOW_BATTERY_PERCENT,
    change(changes) {
      hardware = { ...hardware, ...changes };
      tell();
    },
    override(changes) {
      held = { ...held, ...changes };
      tell();
    },
    reset() {
      held = undefined;
      tell();
    },
    observe(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
  };
}
