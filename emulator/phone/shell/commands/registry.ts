import type { Program } from '../process/invocation.ts';
import { chcon, chmod, chown, restorecon } from '../tools/attributes.ts';
import { cat } from '../tools/cat.ts';
import { cp, mv } from '../tools/copy.ts';
import { date } from '../tools/date.ts';
import { digest, DIGESTS } from '../tools/digest.ts';
import { head } from '../tools/head.ts';
import { groups, id, whoami } from '../tools/identity.ts';
import { TEXT_TOOLS, textTool } from '../tools/just-bash-tool.ts';
import { ls } from '../tools/ls.ts';
import * as machine from '../tools/machine.ts';
import { ln, mkdir, rm, rmdir, touch } from '../tools/make-and-remove.ts';
import { mount, mountpoint, umount } from '../tools/mount.ts';
import { nc } from '../tools/nc.ts';
import { ping } from '../tools/ping.ts';
import { kill, pgrep, pidof, ps } from '../tools/processes.ts';
import * as others from '../tools/run-others.ts';
import { TOYBOX_TOOLS } from '../tools/toybox.ts';
import { checked } from '../tools/toybox-options.ts';
import { df, readlink, stat } from '../tools/stat.ts';
import { su } from '../tools/su.ts';
import { am } from './am/am.ts';
import { appops } from './appops.ts';
import { bugreportz } from './bugreportz.ts';
import { cmd } from './cmd.ts';
import { content } from './content.ts';
import { dumpsys } from './dumpsys/dumpsys.ts';
import { ime } from './ime.ts';
import { start, stop } from './init-services.ts';
import { input } from './input.ts';
import { log } from './log.ts';
import { logcat } from './logcat.ts';
import { monkey } from './monkey.ts';
import { pm } from './pm/pm.ts';
import { getprop, setprop } from './properties.ts';
import { locksettings } from './switches.ts';
import { runAs } from './run-as.ts';
import { reboot } from './reboot.ts';
import { remount } from './remount.ts';
import { screencap } from './screencap.ts';
import { screenrecord } from './screenrecord.ts';
import { service } from './service.ts';
import { settings } from './settings.ts';
import { svc } from './svc.ts';
import { uiautomator } from './uiautomator.ts';
import { wm } from './wm.ts';

/** What runs behind the name a program's file carries. */
export const PROGRAMS_BY_NAME: ReadonlyMap<string, Program> = new Map<string, Program>(([
  ...Object.entries({
    am, appops, cmd, content, dumpsys, getprop, ime, input, log, logcat, monkey, ping, pm, screencap, screenrecord, service, setprop,
    settings, su, svc, uiautomator, wm,
    bugreportz, locksettings, 'run-as': runAs, reboot, remount, start, stop,
    cat, chcon, chgrp: chown, chmod, chown, clear: machine.nothing, cp, date, df, echo: others.echo, env: others.env,
    false: machine.failure, getenforce: machine.getenforce, groups, head, id, kill, ln, ls, mkdir, mount, mountpoint, mv, nc,
    netcat: nc, nohup: others.nohup, pgrep, pidof, printenv: others.printenv, ps, pwd: others.pwd, readlink,
    realpath: readlink, restorecon, rm, rmdir, setenforce: machine.setenforce, sh: others.sh, sleep: others.sleep, stat,
    sync: machine.nothing, time: others.time, timeout: others.timeout, touch, toybox: machine.toybox, true: machine.success,
    umount, uname: machine.uname, uptime: machine.uptime, which: machine.which, whoami, xargs: others.xargs, yes: others.yes,
  }),
  ...DIGESTS.map((name) => [name, digest] as const),
  ...TEXT_TOOLS.map((name) => [name, textTool] as const),
  ...Object.entries(TOYBOX_TOOLS),
] satisfies (readonly [string, Program])[]).map(([name, program]) => [name, checked(name, program)]));
