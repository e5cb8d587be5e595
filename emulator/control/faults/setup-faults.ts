import { defineFault } from '../fault.ts';

const PROXY_KEYS = ['http_proxy', 'global_http_proxy_host', 'global_http_proxy_port', 'global_http_proxy_exclusion_list', 'global_proxy_pac_url'] as const;

/** Where CAs lie that every app believes; the second since Android 14. */
const CA_STORES = ['/system/etc/security/cacerts', '/apex/com.android.conscrypt/cacerts'] as const;

/** What was set up on the phone and is gone. */
export const SETUP_FAULTS = [
  defineFault({
    name: 'proxy-lost',
    about: 'the proxy setting is gone',
    seen: 'apps go straight to the network; `settings get global http_proxy` says `null`',
    lasts: 'at once',
    begin: (phone) => {
      // Apps keep the proxy they know when its key is only deleted.
      phone.services.settings.put('global', 'http_proxy', ':0');
      for (const key of PROXY_KEYS) phone.services.settings.delete('global', key);
      return undefined;
    },
  }),
  defineFault({
    name: 'ca-store-reset',
    about: 'what was mounted over the system\'s CA store is gone',
    seen: 'apps refuse certificates of a CA that was added there; `mount` shows no tmpfs on it',
    lasts: 'at once',
    begin: (phone) => {
      const { mounts } = phone.boot.system.files.disk;
      const overStores = mounts.list().filter(({ point }) => CA_STORES.some((store) => store === point || point.startsWith(`${store}/`)));
      for (const { point } of overStores) mounts.remove(point);
      return undefined;
    },
  }),
  defineFault({
    name: 'counters-missing',
    about: 'the kernel\'s traffic counters are gone',
    seen: '`/proc/net/xt_qtaguid/stats` is not there, `dumpsys netstats` finds no service',
    lasts: 'until taken back',
    afterReboot: 'again',
    begin: (phone) => {
      const { counters } = phone.boot.system;
      counters.hide();
      return () => phone.boot.system.counters.show();
    },
  }),
] as const;
