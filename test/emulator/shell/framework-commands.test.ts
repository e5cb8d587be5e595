import assert from 'node:assert/strict';
import { aPhone, run } from './a-phone.ts';

/** Commands of the framework and of toybox that people and Appium use: command, standard output, exit code. */
const ANSWERS: readonly (readonly [command: string, stdout: RegExp | string, exitCode?: number])[] = [
  ['cmd connectivity airplane-mode enable; settings get global airplane_mode_on; cmd connectivity airplane-mode; cmd connectivity airplane-mode disable', '1\nenabled\n'],
  ['svc wifi disable; settings get global wifi_on; dumpsys wifi | head -1; ip route; svc wifi enable', '0\nWi-Fi is disabled\n'],
  ['before=$(settings get secure default_input_method); ime enable com.miui.player/.Keyboard; ime set com.miui.player/.Keyboard; ime disable $before; ime set $before; ime enable $before; ime set $before; ime disable com.miui.player/.Keyboard; ime list -s; ime list -a -s | wc -l', 'Input method com.miui.player/.Keyboard: now enabled for user #0\nInput method com.miui.player/.Keyboard selected for user #0\nInput method com.android.inputmethod.latin/.LatinIME: now disabled for user #0\nInput method com.android.inputmethod.latin/.LatinIME: now enabled for user #0\nInput method com.android.inputmethod.latin/.LatinIME selected for user #0\nInput method com.miui.player/.Keyboard: now disabled for user #0\ncom.android.inputmethod.latin/.LatinIME\n2\n'],
  ['svc nfc enable; settings get global nfc_on', '1\n'],
  ['svc power stayon usb; settings get global stay_on_while_plugged_in', '2\n'],
  ['cmd uimode night yes; cmd uimode night', 'Night mode: yes\nNight mode: yes\n'],
  ['cmd location set-location-enabled false; cmd location is-location-enabled', 'false\n'],
  ['cmd bluetooth_manager disable; settings get global bluetooth_on', 'disable: Success\n0\n'],
  ['cmd overlay list', ''],
  ['locksettings get-disabled; locksettings set-disabled true; locksettings get-disabled', 'false\nLock screen disabled set to true\ntrue\n'],
  ['content insert --uri content://settings/system --bind name:s:k --bind value:s:v; settings get system k; content delete --uri content://settings/system --where "name=\'k\'"; settings get system k', 'v\nnull\n'],
  ['content call --uri content://settings/global --method PUT_global --arg k2 --extra value:s:7; content call --uri content://settings/global --method GET_global --arg k2', 'Result: null\nResult: Bundle[{value=7}]\n'],
  ['content query --uri content://sms', 'No result found.\n'],
  ['dumpsys cpuinfo', /^Load: .*\nCPU usage from /],
  ['dumpsys meminfo nobody', 'No process found for: nobody\n'],
  ['dumpsys meminfo com.miui.home', /MEMINFO in pid \d+ \[com\.miui\.home\]/],
  ['dumpsys input', /SurfaceWidth: 1080px/],
  ['dumpsys alarm', /^Current Alarm Manager state:/],
  ['am stack list', /taskId=12: com\.miui\.home/],
  ['am send-trim-memory com.miui.home HIDDEN; am send-trim-memory nobody HIDDEN; am send-trim-memory com.miui.home LOUD', '', 255],
  ['am monitor', /^Monitoring activity manager/],
  ['settings reset system x', '', 255],
  ['top -n 1 -b -m 1', /PID USER .*ARGS\n +1 root/],
  ['free -m', /^\t\ttotal .*\nMem: /],
  ['dmesg', '', 1],
  ['ip -o addr show wlan0', /link\/ether 20:34:fb:00:00:01[^]*inet 192\.168\.1\.23\/24/],
  ['ip addr show eth7', '', 1],
  ['ifconfig wlan0', /^wlan0 {5}Link encap:Ethernet {2}HWaddr 20:34:fb:00:00:01/],
  ['ps -o PID,NAME -p 1', /^PID NAME\n1 +init\n$/],
  ['pkill nobodyhere; killall nobodyhere', '', 1],
  ['sleep 30 & kill $!; wait $!; echo $?', '143\n'],
  ["setprop 'bad name' x; setprop debug.ok y; getprop debug.ok; setprop ro.product.model z; getprop ro.product.model", 'y\nRedmi Note 8\n'],
];

describe('the framework\'s commands on the emulated phone', () => {
  const phone = aPhone();

  for (const [command, stdout, exitCode = 0] of ANSWERS) {
    it(`answers ${JSON.stringify(command)}`, async () => {
      const answer = await run(phone, command);

      if (typeof stdout === 'string') assert.equal(answer.stdout, stdout);
      else assert.match(answer.stdout, stdout);
      assert.equal(answer.exitCode, exitCode);
    });
  }

  it('holds a battery value until it is reset, and tells those who watch the battery', async () => {
    const levels: number[] = [];
    const stop = phone.system.battery.observe(({ level }) => levels.push(level));
    await run(phone, 'dumpsys battery unplug; dumpsys battery set level 7');

    assert.equal(phone.system.battery.isLow(), true);
    assert.match((await run(phone, 'dumpsys battery')).stdout, /UPDATES STOPPED[^]*USB powered: false[^]*status: 3[^]*level: 7\n/);
    assert.match((await run(phone, 'dumpsys power')).stdout, /mIsPowered=false\n {2}mPlugType=0\n {2}mBatteryLevel=7\n/);

    await run(phone, 'cmd battery reset');
    stop();
    assert.deepEqual(levels, [100, 7, 100]);
    assert.equal(phone.system.battery.isOverridden(), false);
  });

  it('says that a monkey is at the phone while one is, and taps the same points for the same seed', async () => {
    let seen = false;
    const { display } = phone.services;
    const watched = { ...phone.services, display: { ...display, tap: (point: { x: number; y: number }) => {
      seen ||= phone.system.monkey.isRunning;
      display.tap(point);
    } } };
    const other = aPhone({}, { services: watched, system: phone.system });
    const before = phone.touched.length;
    const first = await run(other, 'monkey -p com.mi.globalbrowser -s 5 20');
    const middle = phone.touched.length;
    await run(other, 'monkey -p com.mi.globalbrowser -s 5 20');

    assert.match(first.stdout, /^Events injected: 20\n## Network stats: elapsed time=\d+ms/);
    assert.equal(seen, true);
    assert.equal(phone.system.monkey.isRunning, false);
    assert.deepEqual(phone.touched.slice(middle), phone.touched.slice(before, middle));
  });

  it('lets nobody run as an app that cannot be debugged', async () => {
    const user = aPhone({ buildType: 'user' });

    assert.deepEqual(await run(user, 'run-as com.mi.globalbrowser ls'), { stdout: '', stderr: 'run-as: package not debuggable: com.mi.globalbrowser\n', exitCode: 1 });
    assert.deepEqual(await run(user, 'run-as no.such ls'), { stdout: '', stderr: 'run-as: unknown package: no.such\n', exitCode: 1 });
  });
});
