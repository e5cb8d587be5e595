import { z } from 'zod';
import { BATTERY_STATUS } from '../../phone/system/battery.ts';
import { defineFault, milliseconds } from '../fault.ts';

/** What goes wrong with storage, battery, clock and radio. */
export const HARDWARE_FAULTS = [
  defineFault({
    name: 'storage-full',
    about: 'the storage is full',
    seen: 'writes fail with "No space left on device", installs with INSTALL_FAILED_INSUFFICIENT_STORAGE; `df` shows it',
    lasts: 'until taken back',
    parameters: { freeBytes: z.int().min(0).describe('what is left').default(0) },
    begin: (phone, { freeBytes }) => {
      const { disk } = phone.boot.system.files;
      disk.room.limit(freeBytes);
      return () => disk.room.limit(undefined);
    },
  }),
  defineFault({
    name: 'low-battery',
    about: 'the battery runs low and nothing charges it',
    seen: '`dumpsys battery` and the status bar say so; at 15% and less a dialog asks for a charger',
    lasts: 'until taken back',
    parameters: { level: z.int().min(1).max(100).describe('percent').default(5) },
    begin: (phone, { level }) => {
      const { level: before, plugged, status } = phone.boot.system.battery.state();
      phone.boot.system.battery.change({ level, plugged: 'none', status: BATTERY_STATUS.discharging });
      return () => phone.boot.system.battery.change({ level: before, plugged, status });
    },
  }),
  defineFault({
    name: 'clock-jump',
    about: 'the wall clock jumps',
    seen: '`date`, logcat stamps and event times are off; `uptime` and timers are not',
    lasts: 'until taken back',
    parameters: { byMs: z.int().describe('forward, or back where it is below 0').default(3_600_000) },
    begin: (phone, { byMs }) => {
      const jump = (ms: number): void => {
        const { clock } = phone.boot.system;
        clock.set(clock.now() + ms);
      };
      jump(byMs);
      return () => jump(-byMs);
    },
  }),
  defineFault({
    name: 'slow-network',
    about: 'the radio gets slow or bad',
    seen: 'what apps send past the proxy goes late; lost datagrams (DNS, NTP) are gone',
    lasts: 'until taken back',
    afterReboot: 'again',
    parameters: {
      latencyMs: milliseconds('of each direction').default(300),
      bytesPerSecond: z.int().min(0).describe('of each direction, 0 is without limit').default(0),
      lossPercent: z.number().min(0).max(90).describe('packets that are lost').default(0),
    },
    begin: (phone, { latencyMs, bytesPerSecond, lossPercent }) => {
      phone.boot.network.setLink({ latencyMs, lossRatio: lossPercent / 100, ...(bytesPerSecond === 0 ? {} : { bytesPerSecond }) });
      return () => phone.boot.network.setLink(undefined);
    },
  }),
  defineFault({
    name: 'airplane-mode',
    about: 'aeroplane mode is on',
    seen: 'no app reaches the network past the proxy; adb works',
    lasts: 'until taken back',
    begin: (phone) => {
      phone.services.settings.put('global', 'airplane_mode_on', '1');
      return () => phone.services.settings.put('global', 'airplane_mode_on', '0');
    },
  }),
  defineFault({
    name: 'wifi-off',
    about: 'Wi-Fi is off',
    seen: 'as in aeroplane mode, unless mobile data is on; adb works',
    lasts: 'until taken back',
    begin: (phone) => {
      phone.services.settings.put('global', 'wifi_on', '0');
      return () => phone.services.settings.put('global', 'wifi_on', '1');
    },
  }),
] as const;
