import type { Clock, Properties, Settings } from '../../system/services.ts';
import type { Rotation } from '../../ui/view.ts';
import type { PhoneValues } from './screen.ts';

/** What screens may look up of the phone. */
export function createPhoneValues(phone: { readonly clock: Clock; readonly settings: Settings; readonly properties: Properties }, rotation: () => Rotation): Omit<PhoneValues, 'system' | 'systemRows'> {
  const local = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timeZone(phone.properties) }).format(phone.clock.now());
  return {
    setting: (namespace, key) => (isNamespace(namespace) ? phone.settings.get(namespace, key) : undefined),
    timeOfDay: () => local({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    date: () => local({ weekday: 'short', day: 'numeric', month: 'short' }),
    orientation: () => (rotation() % 2 === 0 ? 'portrait' : 'landscape'),
  };
}

/** The zone of the property, or the one of a phone that was never told. */
function timeZone(properties: Properties): string {
  const zone = properties.get('persist.sys.timezone');
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone === '' ? 'UTC' : zone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

function isNamespace(name: string): name is 'global' | 'secure' | 'system' {
  return name === 'global' || name === 'secure' || name === 'system';
}
