import type { IFileSystem } from 'just-bash';
import type { Loopback, Properties, Shell } from '../system/services.ts';
import { abbCommand } from './abb.ts';
import type { AdbdGeneration } from './features.ts';
import { serveFramebuffer } from './framebuffer.ts';
import { answerPrivilege, rebootRefusal, remountRefusal, runsAsRoot } from './privilege.ts';
import { joinStreams } from './reverse.ts';
import type { ReverseRules } from './reverse.ts';
import { parseShellService, serveExec, serveShell } from './shell-service.ts';
import { serveSink, serveSource } from './sink-and-source.ts';
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
  /**
   * Restarts the phone; the reason is what init is told: `reboot,adb`, `reboot,bootloader`, `reboot,recovery`,
   * `reboot,sideload`. Default: only the connections drop.
   */
  readonly reboot?: (reason: string) => void;
}

/** The daemon that serves. */
export interface AdbdDaemon {
  readonly generation: AdbdGeneration;
  readonly reverse: ReverseRules;
  readonly restart: () => void;
}

/** Between adbd's last word and its restart. */
const RESTART_DELAY_MS = 50;

/** Finds who serves a service that a host opened. Services not named here are refused, as adbd refuses unknown ones. */
export class DeviceServices {
  readonly #phone: AdbdPhone;
  readonly #daemon: AdbdDaemon;

  constructor(phone: AdbdPhone, daemon: AdbdDaemon) {
    this.#phone = phone;
    this.#daemon = daemon;
  }

  /** The handler of a service, undefined to refuse it. */
  handlerOf(service: string, transport: Transport): ServiceHandler | undefined {
    const cut = service.indexOf(':');
    const [name, argument] = cut < 0 ? [service, ''] : [service.slice(0, cut), service.slice(cut + 1)];
    switch (name) {
      case 'exec': return (stream) => {
        serveExec(this.#user().shell, argument, stream);
      };
      case 'abb':
      case 'abb_exec': return this.#bridge(name, argument);
      case 'sync': return argument === '' ? this.#sync() : undefined;
      case 'tcp': return this.#tcp(argument);
      case 'reverse': return answering(() => this.#daemon.reverse.answer(argument, transport));
      case 'framebuffer': return (stream) => void serveFramebuffer(this.#user().shell, this.#daemon.generation.framebufferVersion, stream);
      case 'jdwp': return argument === '' ? staysOpen('') : undefined;
      case 'track-jdwp': return staysOpen('0000');
      case 'sink': return serveSink(Number(argument));
      case 'source': return serveSource(Number(argument));
      case 'reboot': return this.#reboot(argument);
      case 'remount': return this.#remount();
      case 'reconnect': return this.#thenDo('done', () => {
        transport.close();
      });
      default: return this.#shell(service) ?? this.#privilege(service);
    }
  }

  #has(feature: string): boolean {
    return this.#daemon.generation.features.includes(feature);
  }

  #user(): AdbdUser {
    const { asRoot, properties } = this.#phone;
    return asRoot !== undefined && runsAsRoot(properties) ? asRoot : this.#phone;
  }

  #shell(service: string): ServiceHandler | undefined {
    const request = parseShellService(service, this.#daemon.generation);
    if (request === undefined || (request.protocol && !this.#has('shell_v2'))) return undefined;
    return (stream) => {
      serveShell(this.#user().shell, request, stream);
    };
  }

  #bridge(name: 'abb' | 'abb_exec', args: string): ServiceHandler | undefined {
    if (!this.#has(name)) return undefined;
    const { shell } = this.#user();
    const command = abbCommand(args);
    if (name === 'abb') {
      return (stream) => {
        serveShell(shell, { command, protocol: true, terminal: false }, stream);
      };
    }
    return (stream) => {
      serveExec(shell, command, stream);
    };
  }

  #sync(): ServiceHandler {
    const { features, syncErrorsSayWhat } = this.#daemon.generation;
    const files = new SyncFiles(this.#user().files, syncErrorsSayWhat ? 'what and why' : 'why');
    return (stream) => void serveSync(files, new Set(features), stream);
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

  /** adbd keeps the stream open until the reboot takes it, so that `adb reboot && adb wait-for-device` waits for the right phone. */
  #reboot(target: string): ServiceHandler {
    const refusal = rebootRefusal(target, this.#phone.properties);
    if (refusal !== undefined) return answering(() => Buffer.from(refusal));
    const { reboot } = this.#phone;
    if (reboot === undefined) return this.#thenDo('', this.#daemon.restart);
    return (stream) => {
      stream.resume();
      setTimeout(() => {
        reboot(`reboot,${target === '' ? 'adb' : target}`);
      }, RESTART_DELAY_MS).unref();
    };
  }

  #remount(): ServiceHandler {
    const refusal = remountRefusal(this.#phone.properties);
    if (refusal !== undefined) return answering(() => Buffer.from(refusal));
    const command = 'for p in /system /vendor; do mount -o rw,remount $p || exit 1; done; echo remount succeeded';
    return (stream) => {
      serveExec(this.#user().shell, command, stream);
    };
  }

  #privilege(service: string): ServiceHandler | undefined {
    if (!/^(?:root|unroot|usb|tcpip|disable-verity|enable-verity):/.test(service)) return undefined;
    return (stream) => {
      const answer = answerPrivilege(service, this.#phone.properties);
      if (answer?.restart === true) this.#thenDo(answer.text, this.#daemon.restart)(stream);
      else answering(() => Buffer.from(answer?.text ?? ''))(stream);
    };
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

/** Lists of debuggable processes, of which a phone as it is sold has none: told once, and again when it changes. */
function staysOpen(first: string): ServiceHandler {
  return (stream) => {
    stream.resume();
    if (first !== '') stream.write(first);
  };
}
