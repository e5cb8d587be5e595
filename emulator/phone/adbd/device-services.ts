import type { IFileSystem } from 'just-bash';
import type { Loopback, Properties, Shell } from '../system/services.ts';
import { abbCommand } from './abb.ts';
import type { AdbdGeneration } from './features.ts';
import { answerPrivilege, runsAsRoot } from './privilege.ts';
import { joinStreams } from './reverse.ts';
import type { ReverseRules } from './reverse.ts';
import { parseShellService, serveExec, serveShell } from './shell-service.ts';
import type { AdbStream } from './stream.ts';
import { SyncFiles } from './sync-files.ts';
import { serveSync } from './sync-service.ts';
import type { ServiceHandler, Transport } from './transport.ts';

/** What adbd does, it does as some user. */
export interface AdbdUser {
  readonly shell: Shell;
  /** The file system as this user sees it. */
  readonly files: IFileSystem;
}

/** The phone around its adbd; its own `shell` and `files` are the shell user's (uid 2000). */
export interface AdbdPhone extends AdbdUser {
  /** After `adb root`, on builds that allow it. Default: as before. */
  readonly asRoot?: AdbdUser;
  readonly loopback: Loopback;
  readonly properties: Properties;
}

/** Between adbd's last word and its restart. */
const RESTART_DELAY_MS = 50;

/** Finds who serves a service that a host opened. Services not named here are refused, as adbd refuses unknown ones. */
export class DeviceServices {
  readonly #phone: AdbdPhone;
  readonly #generation: AdbdGeneration;
  readonly #reverse: ReverseRules;
  readonly #restart: () => void;

  constructor(phone: AdbdPhone, generation: AdbdGeneration, reverse: ReverseRules, restart: () => void) {
    this.#phone = phone;
    this.#generation = generation;
    this.#reverse = reverse;
    this.#restart = restart;
  }

  /** The handler of a service, undefined to refuse it. */
  handlerOf(service: string, transport: Transport): ServiceHandler | undefined {
    const { shell } = this.#user();
    const request = parseShellService(service, this.#generation);
    if (request !== undefined && (!request.protocol || this.#has('shell_v2'))) {
      return (stream) => {
        serveShell(shell, request, stream);
      };
    }
    const after = (word: string): string | undefined => (service.startsWith(word) ? service.slice(word.length) : undefined);
    const exec = after('exec:');
    if (exec !== undefined) {
      return (stream) => {
        serveExec(shell, exec, stream);
      };
    }
    const tcp = after('tcp:');
    if (tcp !== undefined) return this.#tcp(tcp);
    const reverse = after('reverse:');
    if (reverse !== undefined) return answering(() => this.#reverse.answer(reverse, transport));
    return this.#bridge(service) ?? this.#sync(service) ?? this.#control(service, transport);
  }

  #has(feature: string): boolean {
    return this.#generation.features.includes(feature);
  }

  #user(): AdbdUser {
    const { asRoot, properties } = this.#phone;
    return asRoot !== undefined && runsAsRoot(properties) ? asRoot : this.#phone;
  }

  #bridge(service: string): ServiceHandler | undefined {
    const { shell } = this.#user();
    if (service.startsWith('abb_exec:') && this.#has('abb_exec')) {
      const command = abbCommand(service.slice('abb_exec:'.length));
      return (stream) => {
        serveExec(shell, command, stream);
      };
    }
    if (service.startsWith('abb:') && this.#has('abb')) {
      const command = abbCommand(service.slice('abb:'.length));
      return (stream) => {
        serveShell(shell, { command, protocol: true, terminal: false }, stream);
      };
    }
    return undefined;
  }

  #sync(service: string): ServiceHandler | undefined {
    if (service !== 'sync:') return undefined;
    const files = new SyncFiles(this.#user().files, this.#generation.syncErrorsSayWhat ? 'what and why' : 'why');
    return (stream) => {
      void serveSync(files, { statV2: this.#has('stat_v2'), listV2: this.#has('ls_v2') }, stream);
    };
  }

  /** A port of the phone's own loopback; other addresses are out of a phone's adbd reach here. */
  #tcp(address: string): ServiceHandler | undefined {
    const port = /^(?:localhost:|127\.0\.0\.1:)?(\d{1,5})$/.exec(address)?.[1];
    const socket = port === undefined ? undefined : this.#phone.loopback.connect(Number(port));
    if (socket === undefined) return undefined;
    return (stream) => {
      joinStreams(stream, socket);
    };
  }

  #control(service: string, transport: Transport): ServiceHandler | undefined {
    if (service === 'reconnect') {
      return this.#thenDo('done', () => {
        transport.close();
      });
    }
    if (service.startsWith('reboot:')) return this.#thenDo('', this.#restart);
    const answer = answerPrivilege(service, this.#phone.properties);
    if (answer === undefined) return undefined;
    return answer.restart ? this.#thenDo(answer.text, this.#restart) : answering(() => Buffer.from(answer.text));
  }

  /** Says something and acts on it a little later, so that the host reads the text before its connection is gone. */
  #thenDo(text: string, act: () => void): ServiceHandler {
    return (stream: AdbStream) => {
      stream.once('finish', () => setTimeout(act, RESTART_DELAY_MS).unref());
      stream.resume();
      stream.end(text);
    };
  }
}

function answering(answer: () => Buffer): ServiceHandler {
  return (stream) => {
    stream.resume();
    stream.end(answer());
  };
}
