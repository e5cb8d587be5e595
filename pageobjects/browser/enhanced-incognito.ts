import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { isWithinVersions } from '../versions.ts';

/** Versions with the switch *Enhanced incognito mode*: Xiaomi's statement of 2 May 2020 (blog.mi.com); its Chinese sibling inferred. */
const WITH_SWITCH: Readonly<Record<string, string>> = {
  'com.mi.globalbrowser': '>=12.1.4',
  'com.android.browser': '>=12.1.4',
  'com.mi.globalbrowser.mini': '>=3.4.3',
};

/** Why a browser has no switch *Enhanced incognito mode* on this phone; undefined where it has one. */
export function whyNoEnhancedIncognito({ packages }: Pick<PhoneFacts, 'packages'>, packageName: string): string | undefined {
  const version = packages[packageName]?.versionName ?? '';
  const bounds = WITH_SWITCH[packageName] ?? '';
  if (version !== '' && bounds !== '' && isWithinVersions(version, bounds)) return undefined;
  return `${packageName} ${version} has no switch "Enhanced incognito mode"; it came with ${bounds.replace('>=', '')}`;
}
