import { z } from 'zod';
import type { Fleet, FleetPhone } from './fleet.ts';
import { faultHelp } from './fault-help.ts';
import { Refusal } from './refusal.ts';
import { phoneScreen, phoneScreenshot } from './screen.ts';

/** What a route answers with. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

/** One request, its path taken apart and its body read as JSON (undefined when there is none). */
export interface Call {
  readonly fleet: Fleet;
  readonly body: unknown;
  /** The parts of the path that stood for `:name`. */
  readonly parts: Readonly<Record<string, string>>;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly about: string;
  answer(call: Call): Reply | Promise<Reply>;
}

const FAULT = z.looseObject({ fault: z.string() });
const SMS = z.strictObject({ from: z.string().min(1), text: z.string() });
const CLOCK = z.union([z.strictObject({ nowMs: z.int().min(0) }), z.strictObject({ byMs: z.int() })]);
const POWER = z.strictObject({ on: z.boolean() });
const BOOT = z.strictObject({ profile: z.string().min(1) });

/** Everything the control port can be asked. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/', about: 'this page', answer: () => text(help()) },
  { method: 'GET', path: '/phones', about: 'all phones', answer: ({ fleet }) => json(200, fleet.phones().map(described)) },
  { method: 'POST', path: '/phones', about: 'boot one more: {"profile": "<path>"}', answer: bootAnother },
  { method: 'GET', path: '/phones/:phone', about: 'one phone', answer: (call) => json(200, described(phoneOf(call))) },
  { method: 'GET', path: '/phones/:phone/faults', about: 'faults that are on', answer: (call) => json(200, phoneOf(call).faults.list()) },
  { method: 'POST', path: '/phones/:phone/faults', about: 'make one happen: {"fault": "cable-drop", "forMs": 3000}', answer: makeFault },
  { method: 'DELETE', path: '/phones/:phone/faults/:fault', about: 'take one back', answer: takeFaultBack },
  { method: 'POST', path: '/phones/:phone/keys/:answer', about: 'accept or refuse: what the owner says to new adb keys, now and from now on', answer: answerForKeys },
  { method: 'POST', path: '/phones/:phone/clock', about: 'set the wall clock: {"nowMs": …} or {"byMs": …}', answer: setClock },
  { method: 'POST', path: '/phones/:phone/sms', about: 'a message comes in: {"from": "+49301234567", "text": "…"}', answer: receiveSms },
  { method: 'POST', path: '/phones/:phone/power', about: 'switch it off or on: {"on": false}', answer: switchPower },
  { method: 'GET', path: '/phones/:phone/screenshot', about: 'what is on the glass, as PNG', answer: screenshot },
  { method: 'GET', path: '/phones/:phone/screen', about: 'the same as UiAutomator2\'s XML', answer: screen },
];

async function bootAnother({ fleet, body }: Call): Promise<Reply> {
  return json(201, described(await fleet.bootFrom(checked(BOOT, body).profile)));
}

async function makeFault(call: Call): Promise<Reply> {
  const { fault, ...parameters } = checked(FAULT, call.body);
  return json(201, await onPhone(call).faults.begin(fault, parameters));
}

async function takeFaultBack(call: Call): Promise<Reply> {
  const { faults } = phoneOf(call);
  await faults.end(call.parts['fault'] ?? '');
  return json(200, faults.list());
}

function answerForKeys(call: Call): Reply {
  const { authorisation } = onPhone(call).phone.boot.system;
  const { answer = '' } = call.parts;
  if (answer !== 'accept' && answer !== 'refuse') throw new Refusal(404, `Answering for keys: found "${answer}", expected accept or refuse.`);
  authorisation[answer]();
  return json(200, { trusted: authorisation.trusted().length });
}

function setClock(call: Call): Reply {
  const { clock } = onPhone(call).phone.boot.system;
  const wanted = checked(CLOCK, call.body);
  clock.set('nowMs' in wanted ? wanted.nowMs : clock.now() + wanted.byMs);
  return json(200, { nowMs: clock.now() });
}

function receiveSms(call: Call): Reply {
  const message = checked(SMS, call.body);
  if (!onPhone(call).phone.boot.apps.receiveSms(message)) throw new Refusal(409, 'Receiving a message: this phone has no app for messages (com.android.mms).');
  return json(201, message);
}

async function switchPower(call: Call): Promise<Reply> {
  const entry = phoneOf(call);
  await (checked(POWER, call.body).on ? entry.phone.powerOn() : entry.phone.powerOff());
  return json(200, described(entry));
}

async function screenshot(call: Call): Promise<Reply> {
  return { status: 200, type: 'image/png', body: await phoneScreenshot(onPhone(call).phone) };
}

function screen(call: Call): Reply {
  return { status: 200, type: 'application/xml', body: phoneScreen(onPhone(call).phone) };
}

function help(): string {
  const lines = ROUTES.map(({ method, path, about }) => `  ${method.padEnd(7)}${path.padEnd(32)}${about}`);
  return `Control port of an emulated phone.\n\n${lines.join('\n')}\n\n${faultHelp()}`;
}

function described({ id, phone, faults }: FleetPhone): unknown {
  const { profile, port, state } = phone;
  return {
    id, serial: profile.identifiers.serial, adb: `127.0.0.1:${port}`, profile: profile.id, model: profile.model, state,
    faults: faults.list().map(({ fault }) => fault),
  };
}

function phoneOf({ fleet, parts }: Call): FleetPhone {
  const wanted = parts['phone'] ?? '';
  const phones = fleet.phones();
  const found = phones.find(({ id }) => String(id) === wanted);
  if (found === undefined) throw new Refusal(404, `Looking for phone "${wanted}": expected one of ${phones.map(({ id }) => id).join(', ')}.`);
  return found;
}

function onPhone(call: Call): FleetPhone {
  const found = phoneOf(call);
  if (found.phone.state === 'off') throw new Refusal(409, `Asking phone ${found.id}: it is off; POST /phones/${found.id}/power {"on": true} switches it on.`);
  return found;
}

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Refusal(400, `Reading the body ${JSON.stringify(body ?? {})}: ${issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue?.message ?? 'unreadable'}.`);
}

function json(status: number, value: unknown): Reply {
  return { status, type: 'application/json', body: `${JSON.stringify(value, null, 2)}\n` };
}

function text(body: string): Reply {
  return { status: 200, type: 'text/plain; charset=utf-8', body };
}
