import { resolve } from 'node:path';
import { APPS } from '../../../pageobjects/apps.ts';
import { loadDevices } from '../../farm/devices-file.ts';
import type { DeviceEntry } from '../../farm/devices-schema.ts';
import { EarshotError } from '../../flow/errors.ts';
import { chooseDevices } from '../choose-devices.ts';
import type { Diagnosis } from '../doctor-command.ts';
import { withAttachedPhone, type AttachedPhone } from './attached-phone.ts';
import { lookAtApp, type AppLook, type ScreenedApp } from './look-at-screens.ts';
import { describeLook, isAllFound, lookAsJson, type PhoneLook } from './tell-selectors.ts';

/** What to look at. */
interface SelectorOptions {
  readonly devicesFile: string;
  readonly devices?: string;
  readonly apps?: string;
}

/** Opens every screen of the apps on each phone, one phone after the other, and looks for what the table of selectors names. */
export async function checkSelectors(options: SelectorOptions, interrupted: AbortSignal): Promise<Diagnosis> {
  const apps = chooseApps(options.apps);
  const packages = apps.flatMap(({ packageNames }) => packageNames);
  const looks: (PhoneLook | { readonly device: string; readonly failed: string })[] = [];
  for (const entry of chooseDevices(loadDevices(resolve(options.devicesFile)), options.devices)) {
    if (interrupted.aborted) break;
    try {
      looks.push(await withAttachedPhone(entry, { apps: packages, interrupted }, (phone) => lookAt(entry, phone, apps)));
    } catch (error) {
      looks.push({ device: entry.id, failed: explain(error) });
    }
  }
  const couldNot = looks.some((look) => 'failed' in look);
  const allFound = looks.every((look) => 'failed' in look || isAllFound(look));
  return {
    code: couldNot ? 3 : allFound ? 0 : 1,
    lines: looks.map((look) => ('failed' in look ? `${look.device}  could not be looked at: ${look.failed}` : describeLook(look))),
    json: { phones: looks.map((look) => ('failed' in look ? look : lookAsJson(look))) },
  };
}

async function lookAt(entry: DeviceEntry, phone: AttachedPhone, apps: readonly ScreenedApp[]): Promise<PhoneLook> {
  const looks: AppLook[] = [];
  const absent: string[] = [];
  for (const app of apps) {
    process.stderr.write(`${entry.id}: looking at ${app.title}\n`);
    const look = await lookAtApp(app, phone);
    if (look === undefined) absent.push(app.title);
    else looks.push(look);
  }
  return { device: entry.id, build: phone.facts.build, apps: looks, absent };
}

function chooseApps(names: string | undefined): readonly ScreenedApp[] {
  if (names === undefined) return APPS;
  return names.split(',').map((part) => {
    const app = APPS.find(({ appName }) => appName === part.trim());
    if (app !== undefined) return app;
    throw new EarshotError('BAD_INPUT', `--apps ${part} is no app of pageobjects/apps.ts. There are: ${APPS.map(({ appName }) => appName).join(', ')}`, {
      hint: 'Give short names of apps, separated by commas.',
    });
  });
}

function explain(error: unknown): string {
  const hint = error instanceof EarshotError && error.hint !== undefined ? ` (${error.hint})` : '';
  return `${error instanceof Error ? error.message : String(error)}${hint}`;
}
