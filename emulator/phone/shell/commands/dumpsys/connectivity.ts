import type { Invocation } from '../../process/invocation.ts';

// Settings.Global.WIFI_ON: 2 is enabled although aeroplane mode is on.
const WIFI_ON_IN_AEROPLANE_MODE = '2';

/**
 * The top of `dumpsys connectivity`: the network apps are given, and that it was found to lead to the internet. The
 * agent's line is cut down to its name and its capabilities.
 *
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/services/core/java/com/android/server/ConnectivityService.java
 */
export function networkAgents(invocation: Invocation): string {
  const { settings } = invocation.phone.services;
  const isSet = (key: string, ...values: readonly string[]): boolean => values.includes(settings.get('global', key) ?? '1');
  const isInAeroplane = settings.get('global', 'airplane_mode_on') === '1';
  const isOnWifi = isInAeroplane ? isSet('wifi_on', WIFI_ON_IN_AEROPLANE_MODE) && settings.get('global', 'wifi_on') !== undefined : isSet('wifi_on', '1', WIFI_ON_IN_AEROPLANE_MODE);
  const isOnMobile = !isInAeroplane && !isOnWifi && isSet('mobile_data', '1');
  if (!isOnWifi && !isOnMobile) return 'NetworkFactories for: Wifi Telephony\n\nActive default network: none\n\nCurrent Networks:\n';
  const [transport, name, meter] = isOnWifi ? ['WIFI', 'WIFI () - 100', 'NOT_METERED&'] : ['CELLULAR', 'MOBILE (LTE) - 101', ''];
  return `NetworkFactories for: Wifi Telephony

Active default network: ${isOnWifi ? 100 : 101}

Current Networks:
  NetworkAgentInfo{ ni{[type: ${name.replace(/ - .*/, '')}, state: CONNECTED/CONNECTED]}  network{${isOnWifi ? 100 : 101}}  nethandle{${isOnWifi ? '432902426637' : '437197393933'}}  nc{[ Transports: ${transport} Capabilities: ${meter}INTERNET&NOT_RESTRICTED&TRUSTED&NOT_VPN&VALIDATED&NOT_ROAMING&FOREGROUND&NOT_CONGESTED&NOT_SUSPENDED]}  everValidated{true}  lastValidated{true} }
`;
}
