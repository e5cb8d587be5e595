import { z } from 'zod';
import { defineFault, milliseconds } from '../fault.ts';

/** init starts a service that died again after 5 s at the earliest (AOSP, `system/core/init/service.h`, `restart_period`). */
const INIT_RESTART_MS = 5000;

/** What goes wrong between a host and adbd. */
export const CABLE_FAULTS = [
  defineFault({
    name: 'cable-drop',
    about: 'the cable is pulled',
    seen: 'all connections break, new ones are refused, `adb reverse` rules are gone; processes on the phone go on',
    lasts: 'until taken back',
    afterReboot: 'again',
    begin: async (phone) => {
      phone.cable.isPlugged = false;
      await phone.adbd.stop();
      // adbd itself is well; nobody reaches it.
      phone.services.properties.set('init.svc.adbd', 'running');
      return async () => {
        phone.cable.isPlugged = true;
        if (phone.boot.system.processes.byName('adbd') !== undefined) await phone.adbd.start();
      };
    },
  }),
  defineFault({
    name: 'slow-link',
    about: 'the cable gets slow or bad',
    seen: 'adb answers late; nothing breaks, what is lost is sent again',
    lasts: 'until taken back',
    parameters: {
      latencyMs: milliseconds('of each direction').default(150),
      bytesPerSecond: z.int().min(0).describe('of each direction, 0 is without limit').default(0),
      lossPercent: z.number().min(0).max(90).describe('chunks that come late, by 200 ms and more').default(0),
    },
    begin: (phone, conditions) => {
      phone.cable.conditions = conditions;
      return () => {
        phone.cable.conditions = undefined;
      };
    },
  }),
  defineFault({
    name: 'adbd-death',
    about: 'adbd dies, and init starts it again',
    seen: 'as a pulled cable, and the shells of hosts are killed; adbd comes back with another pid',
    lasts: 'until taken back',
    afterReboot: 'mended',
    forMs: INIT_RESTART_MS,
    begin: async (phone) => {
      const { system, adbd } = phone.boot;
      const daemon = system.processes.byName('adbd');
      if (daemon !== undefined) system.processes.kill(daemon.pid, 9);
      await adbd.stop();
      system.properties.set('init.svc.adbd', 'restarting');
      return async () => {
        if (system.processes.byName('adbd') === undefined) system.processes.start('adbd', daemon?.uid ?? 2000, { ppid: 1 });
        system.properties.set('init.svc.adbd', 'running');
        if (phone.cable.isPlugged) await adbd.start();
      };
    },
  }),
  defineFault({
    name: 'authorisation-refused',
    about: 'the owner refuses the next new keys and revokes none',
    seen: 'a host with a new key stays `unauthorized`; hosts that were let in before still are',
    lasts: 'until taken back',
    afterReboot: 'again',
    begin: (phone) => {
      const { authorisation } = phone.boot.system;
      authorisation.refuse();
      return () => phone.boot.system.authorisation.accept();
    },
  }),
  defineFault({
    name: 'reverse-lost',
    about: 'the ports that `adb reverse` opened do not lead anywhere any more',
    seen: '`adb reverse --list` names them as before, connections on the phone are refused; a new rule works',
    lasts: 'at once',
    begin: (phone) => {
      phone.adbd.breakReverse();
      return undefined;
    },
  }),
] as const;
