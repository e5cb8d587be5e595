/** Programs of `/system/bin` that this phone has. Whatever is not here answers `not found`. */
export const PROGRAMS: readonly string[] = [
  // Android's own
  'am', 'appops', 'cmd', 'content', 'dumpsys', 'getprop', 'ime', 'input', 'log', 'logcat', 'monkey', 'ping', 'pm',
  'screencap', 'screenrecord', 'service', 'setprop', 'settings', 'svc', 'uiautomator', 'wm',
  'bugreportz', 'locksettings', 'run-as', 'reboot', 'remount', 'start', 'stop',
  // toybox
  'base64', 'basename', 'cat', 'chcon', 'chgrp', 'chmod', 'chown', 'clear', 'comm', 'cp', 'cut', 'date', 'df', 'diff',
  'dirname', 'du', 'echo', 'env', 'expand', 'expr', 'false', 'file', 'find', 'getenforce', 'groups', 'gunzip', 'gzip',
  'head', 'hostname', 'id', 'kill', 'ln', 'ls', 'md5sum', 'mkdir', 'mount', 'mountpoint', 'mv', 'nc', 'netcat', 'nl',
  'nohup', 'od', 'paste', 'pgrep', 'pidof', 'printenv', 'printf', 'ps', 'pwd', 'readlink', 'realpath', 'restorecon',
  'rev', 'rm', 'rmdir', 'sed', 'seq', 'setenforce', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum',
  'sleep', 'sort', 'split', 'stat', 'strings', 'sync', 'tac', 'tail', 'tar', 'tee', 'time', 'timeout', 'touch',
  'toybox', 'tr', 'true', 'umount', 'uname', 'uniq', 'uptime', 'wc', 'which', 'whoami', 'xargs', 'yes', 'zcat',
  'dmesg', 'free', 'ifconfig', 'ip', 'killall', 'netstat', 'pkill', 'top', 'vmstat',
  'cksum', 'cmp', 'dos2unix', 'fallocate', 'logname', 'mktemp', 'nice', 'nproc', 'setsid', 'stty', 'truncate', 'tty', 'unix2dos', 'unlink', 'usleep', 'xxd',
  // mksh, BSD grep, awk
  'awk', 'egrep', 'fgrep', 'grep', 'sh',
];
