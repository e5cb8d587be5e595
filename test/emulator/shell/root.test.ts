import assert from 'node:assert/strict';
import { aPhone, run } from './a-phone.ts';

const STORE = '/system/etc/security/cacerts';

describe('root on the emulated phone', () => {
  it('is had by su in every way people ask for it', async () => {
    const phone = aPhone();

    for (const command of ["su -c 'id -u'", 'su -mm -c "id -u"', 'su 0 id -u', 'su 0 sh -c "id -u"', 'su root sh -c "id -u"']) {
      assert.deepEqual(await run(phone, command), { stdout: '0\n', stderr: '', exitCode: 0 }, command);
    }
    assert.equal((await run(phone, 'su', 'id -u\nexit 4\n')).exitCode, 4);
  });

  it('is not there on a phone that is not rooted', async () => {
    const phone = aPhone({ root: false, buildType: 'user' });

    assert.deepEqual(await run(phone, 'su -c id'), { stdout: '', stderr: '/system/bin/sh: su: not found\n', exitCode: 127 });
  });

  it('covers the trust store with a file system in memory, which everybody sees, and uncovers it again', async () => {
    const phone = aPhone();
    const before = (await run(phone, `ls ${STORE}`)).stdout;

    const covered = await run(phone, `su -c 'mount -t tmpfs tmpfs ${STORE} && echo CA > ${STORE}/0.0 && chown root:root ${STORE}/* && chmod 644 ${STORE}/* && chmod 755 ${STORE} && chcon u:object_r:system_file:s0 ${STORE} ${STORE}/*'`);

    assert.deepEqual(covered, { stdout: '', stderr: '', exitCode: 0 });
    assert.equal((await run(phone, `ls -Z ${STORE}`)).stdout, 'u:object_r:system_file:s0 0.0\n');
    assert.equal(await phone.system.files.readFile(`${STORE}/0.0`), 'CA\n');
    assert.match((await run(phone, 'mount')).stdout, new RegExp(`^tmpfs on ${STORE} type tmpfs \\(rw,`, 'm'));
    assert.equal((await run(phone, `su -c 'umount ${STORE}'`)).exitCode, 0);
    assert.equal((await run(phone, `ls ${STORE}`)).stdout, before);
    assert.equal((await run(phone, `su -c 'umount ${STORE}'`)).stderr, `umount: ${STORE}: Invalid argument\n`);
  });

  it('writes to /system only once it is remounted', async () => {
    const phone = aPhone();

    const refused = await run(phone, "su -c 'echo x > /system/hosts'");
    const allowed = await run(phone, "su -c 'mount -o rw,remount /system && echo x > /system/hosts && cat /system/hosts'");

    assert.equal(refused.stderr, "/system/bin/sh: can't create /system/hosts: Read-only file system\n");
    assert.equal(allowed.stdout, 'x\n');
    assert.equal((await run(phone, 'echo y > /system/hosts')).stderr, "/system/bin/sh: can't create /system/hosts: Permission denied\n");
  });

  it('binds one folder over another', async () => {
    const phone = aPhone();

    await run(phone, `su -c 'echo x > /data/local/tmp/f; mount --bind /data/local/tmp ${STORE}'`);

    assert.equal((await run(phone, `ls ${STORE}`)).stdout, 'f\n');
  });

  it('is needed for other apps\' data, for mounts and for SELinux', async () => {
    const phone = aPhone();

    assert.equal((await run(phone, 'ls /data/data/com.miui.player')).stderr, 'ls: /data/data/com.miui.player: Permission denied\n');
    assert.equal((await run(phone, "su -c 'ls /data/data/com.miui.player'")).stdout, 'cache\ncode_cache\nfiles\nshared_prefs\n');
    assert.equal((await run(phone, 'mount -t tmpfs tmpfs /system')).exitCode, 1);
    assert.equal((await run(phone, 'setenforce 0; getenforce')).stdout, 'Enforcing\n');
    assert.equal((await run(phone, "su -c 'setenforce 0'; getenforce")).stdout, 'Permissive\n');
  });

  it('owns nothing an ordinary shell makes', async () => {
    const { stdout } = await run(aPhone(), 'touch /data/local/tmp/a; su -c "touch /data/local/tmp/b"; stat -c "%U %n" /data/local/tmp/a /data/local/tmp/b; rm /data/local/tmp/b');

    assert.equal(stdout, 'shell /data/local/tmp/a\nroot /data/local/tmp/b\n');
  });
});
