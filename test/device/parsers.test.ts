import assert from 'node:assert/strict';
import fc from 'fast-check';
import { offsetOf, parseDate } from '../../src/device/clock-offset.ts';
import { parseProperties } from '../../src/device/getprop.ts';
import { isImei, isPlaceholder, isTellingSsid, parseContentValues, parseParcelText, parseWifiInfo, parseXiaomiAccount } from '../../src/device/identifiers.ts';
import { parsePackageDump, parsePackageNames } from '../../src/device/package-list.ts';
import { parseFreeKib } from '../../src/device/preflight/state-readings.ts';
import { parseReverseList } from '../../src/device/reverse-tunnel.ts';
import { parseScreen } from '../../src/device/screen.ts';
import { parseSetting } from '../../src/device/settings.ts';

const LINE_ENDS = [['LF', '\n'], ['CR LF', '\r\n']] as const;
const withEnds = (text: string, lineEnd: string): string => text.replaceAll('\n', lineEnd);

const PROPERTIES = '[ro.product.model]: [Redmi Note 8]\n[ro.empty]: []\n[persist.note]: [two\nlines]\n[a.b]: [[x]: [y]]\n';

const PACKAGE = `Packages:
  Package [com.miui.analytics] (1f3a):
    userId=10081
    versionCode=2020021300 minSdk=23 targetSdk=28
    versionName=4.1.2
    User 0: ceDataInode=0 installed=true hidden=false suspended=false stopped=false enabled=0 instant=false

Hidden system packages:
  Package [com.miui.analytics] (77aa):
    userId=10081
    versionCode=1 minSdk=23
`;

describe('parseProperties', () => {
  for (const [name, lineEnd] of LINE_ENDS) {
    it(`reads properties with ${name} line ends, also of several lines`, () => {
      assert.deepEqual(parseProperties(withEnds(PROPERTIES, lineEnd)), {
        'ro.product.model': 'Redmi Note 8', 'ro.empty': '', 'persist.note': 'two\nlines', 'a.b': '[x]: [y]',
      });
    });
  }

  it('reads back whatever was written', () => {
    const value = fc.stringMatching(/^[ -~]{0,20}$/);
    const pairs = fc.dictionary(fc.stringMatching(/^[a-z][a-z._]{0,12}$/), value, { noNullPrototype: true });
    fc.assert(fc.property(pairs, (properties) => {
      const text = Object.entries(properties).map(([name, content]) => `[${name}]: [${content}]\n`).join('');
      assert.deepEqual(parseProperties(text), properties);
    }));
  });
});

describe('parseSetting', () => {
  for (const [name, lineEnd] of LINE_ENDS) {
    it(`tells a value, an empty value and no value apart with ${name} line ends`, () => {
      assert.equal(parseSetting(`127.0.0.1:8080${lineEnd}`), '127.0.0.1:8080');
      assert.equal(parseSetting(lineEnd), '');
      assert.equal(parseSetting(`null${lineEnd}`), null);
    });
  }
});

describe('parsePackageDump', () => {
  for (const [name, lineEnd] of LINE_ENDS) {
    it(`reads version, UID and state of the installed package with ${name} line ends`, () => {
      assert.deepEqual(parsePackageDump(withEnds(PACKAGE, lineEnd), 'com.miui.analytics'), {
        versionName: '4.1.2', versionCode: '2020021300', uid: 10_081, enabled: true,
      });
    });
  }

  it('knows which store a package came from, and none of what the factory or adb installed', () => {
    const from = (line: string): string | undefined => parsePackageDump(PACKAGE.replace('    User 0', `${line}    User 0`), 'com.miui.analytics')?.installer;

    assert.deepEqual(['    installerPackageName=com.android.vending\n', '    installerPackageName=null\n', ''].map(from), ['com.android.vending', undefined, undefined]);
  });

  it('knows a package that was disabled, or removed for the user', () => {
    const disabled = parsePackageDump(PACKAGE.replace('enabled=0', 'enabled=3'), 'com.miui.analytics');
    const removed = parsePackageDump(PACKAGE.replace('installed=true', 'installed=false'), 'com.miui.analytics');

    assert.deepEqual([disabled?.enabled, removed?.enabled], [false, false]);
  });

  it('reads the names of the packages that came with the phone, with either line ends', () => {
    assert.deepEqual(parsePackageNames('package:com.miui.home\r\npackage:android\npackage:com.a_b.c2\nError: x\n'), ['android', 'com.a_b.c2', 'com.miui.home']);
  });

  it('knows nothing of a package that is not installed', () => {
    assert.equal(parsePackageDump('Unable to find package: com.x\n', 'com.x'), undefined);
    assert.equal(parsePackageDump(PACKAGE, 'com.miui.analytic'), undefined);
  });
});

describe('identifiers', () => {
  it('are read out of a parcel of UTF-16', () => {
    const parcel = 'Result: Parcel(\n'
      + "  0x00000000: 00000000 0000000f 00360038 00320033 '........8.6.3.2.'\n"
      + "  0x00000010: 00340031 00350030 00370037 00390031 '1.4.0.5.7.7.1.9.'\n"
      + "  0x00000020: 00340030 00000036                   '0.4.6...        ')\n";

    assert.equal(parseParcelText(parcel), '863214057719046');
  });

  it('are IMEIs when they have fifteen digits', () => {
    assert.deepEqual(['490154203237518', '000000000000000', '49015420323751', '49015420323751x'].map(isImei),
      [true, false, false, false]);
  });

  it('hold the Xiaomi account, where one is signed in', () => {
    const dump = 'Accounts: 2\n    Account {name=a@b.c, type=com.google}\n    Account {name=1234567, type=com.xiaomi}\n';

    assert.equal(parseXiaomiAccount(dump), '1234567');
    assert.equal(parseXiaomiAccount('Accounts: 0\n'), undefined);
  });
});

describe('identifiers kept by providers and services', () => {
  it('are read from the rows of a content query', () => {
    const output = 'Row: 0 uniform_id=5f0c0b3f9a1d2e47\r\nRow: 1 uniform_id=NULL\r\nRow: 2 name=SIM, uniform_id=abc, display=x\r\n';

    assert.deepEqual(parseContentValues(output, 'uniform_id'), ['5f0c0b3f9a1d2e47', 'abc']);
    assert.deepEqual(parseContentValues('No result found.\n', 'uniform_id'), []);
    assert.deepEqual(parseContentValues('Error while accessing provider:com.miui.idprovider\n', 'uniform_id'), []);
  });

  for (const [what, output, expected] of [
    ['quoted, as since Android 11', 'mWifiInfo SSID: "Home of Ada", BSSID: 0c:80:63:12:34:56, MAC: 02:00:00:00:00:00', { ssid: 'Home of Ada', bssid: '0c:80:63:12:34:56' }],
    ['bare, as before', 'mWifiInfo SSID: HomeOfAda, BSSID: 0C:80:63:12:34:56, MAC: 34:80:b3:11:22:33', { ssid: 'HomeOfAda', bssid: '0c:80:63:12:34:56' }],
    ['hidden', 'mWifiInfo SSID: <unknown ssid>, BSSID: 02:00:00:00:00:00', {}],
    ['absent', 'Wi-Fi is disabled', {}],
  ] as const) {
    it(`are read of a Wi-Fi network whose name is ${what}`, () => {
      assert.deepEqual(parseWifiInfo(output), expected);
    });
  }
});

describe('identifiers that would be found where nobody told them', () => {
  for (const value of ['', 'unknown', '0000000000', '00000000-0000-0000-0000-000000000000', '00:00:00:00:00:00', 'null']) {
    it(`are not kept: ${JSON.stringify(value)}`, () => assert.equal(isPlaceholder(value), true));
  }

  it('are kept where they name somebody', () => {
    assert.deepEqual(['8d1f6c3ae90b4275', '0000000a', '1f3d6a52-8c07-4b9e-9d24-6e0a5b71c8f3'].map(isPlaceholder), [false, false, false]);
  });

  for (const [ssid, expected] of [['home', false], ['Xiaomi', false], ['AndroidWifi', false], ['Redmi Note 8', false], ['FRITZ!Box 7590 QX', true], ['Ada and Bob 2', true]] as const) {
    it(`are ${expected ? '' : 'not '}the network name ${ssid}`, () => {
      assert.equal(isTellingSsid(ssid, { 'ro.product.marketname': 'Redmi Note 8' }), expected);
    });
  }
});

describe('the clock', () => {
  it('is read with and without fractions of a second', () => {
    assert.equal(parseDate('1605945600.250000000\r\n'), 1_605_945_600_250);
    assert.equal(parseDate('1605945600.%N\n'), 1_605_945_600_500);
    assert.equal(parseDate('1605945600.N\n'), 1_605_945_600_500);
    assert.throws(() => parseDate('date: bad format\n'), { code: 'PHONE_REFUSED' });
  });

  it('is compared by the reading with the shortest way', () => {
    const readings = [
      { beforeMs: 1_000, phoneMs: 9_000, afterMs: 3_000 },
      { beforeMs: 4_000, phoneMs: 4_310, afterMs: 4_020 },
    ];

    assert.equal(offsetOf(readings), 300);
  });
});

describe('parseFreeKib', () => {
  for (const [name, lineEnd] of LINE_ENDS) {
    it(`finds the free space before the percentage with ${name} line ends`, () => {
      const output = 'Filesystem     1K-blocks    Used Available Use% Mounted on\n'
        + '/dev/block/dm-2  51343840 25625824  25718016  50% /data\n';

      assert.equal(parseFreeKib(withEnds(output, lineEnd)), 25_718_016);
    });
  }

  it('finds none in an error', () => {
    assert.equal(parseFreeKib('df: /data: No such file or directory'), undefined);
  });
});

describe('parseReverseList', () => {
  for (const [name, lineEnd] of LINE_ENDS) {
    it(`ignores the first column, which differs between Android versions, with ${name} line ends`, () => {
      const output = 'host-10 tcp:7777 tcp:15099\nhost tcp:7778 tcp:15100\n\n';

      assert.deepEqual(parseReverseList(withEnds(output, lineEnd)),
        [{ devicePort: 7_777, hostPort: 15_099 }, { devicePort: 7_778, hostPort: 15_100 }]);
    });
  }
});

describe('parseScreen', () => {
  it('tells on and off, locked and unlocked apart', () => {
    const home = 'mCurrentFocus=Window{1 u0 com.miui.home/com.miui.home.launcher.Launcher}';

    assert.deepEqual(parseScreen('  mWakefulness=Awake\n', home), { isOn: true, isLocked: false });
    assert.deepEqual(parseScreen('  mWakefulness=Asleep\n', `${home}\n mShowingLockscreen=true`),
      { isOn: false, isLocked: true });
    assert.deepEqual(parseScreen('', 'screenState=SCREEN_STATE_OFF'), { isOn: false, isLocked: false });
  });
});
