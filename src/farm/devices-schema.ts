import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*$/)
  .describe('Name of the phone in reports and on the command line; also the name of its folders. Unique in the file.');
const model = z.string().min(1).describe('Marketing name, for people: Redmi Note 8.');
const build = z
  .string()
  .min(1)
  .describe('Expected ro.build.fingerprint or ro.build.version.incremental; checked before the first window.');
const witnesses = z
  .array(z.enum(['wire', 'kernel', 'oracle']))
  .min(1)
  .describe('Witnesses that must not be blind for a silent verdict on this phone.');

const fields = { id, model, build: build.optional(), witnesses: witnesses.default(['wire']) };

const EmulatedSchema = z.strictObject({
  ...fields,
  kind: z.literal('emulated'),
  profile: z.string().min(1).describe('What the phone is: a profile file, relative to this file.'),
  timeScale: z
    .number()
    .gt(0)
    .lte(1)
    .default(1)
    .describe('Shortens the delays of the telemetry SDKs on the phone, nothing else.'),
  controlPort: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('Port on 127.0.0.1 by which other programs tell the phone what goes wrong with it; Earshot itself never asks there.'),
});

const UsbSchema = z.strictObject({
  ...fields,
  kind: z.literal('usb'),
  serial: z.string().min(1).describe('As "adb devices" prints it.'),
  adbServerPort: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('Port of the adb server that has the phone. Default: ANDROID_ADB_SERVER_PORT, or 5037.'),
  upstreamProxy: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('HTTP proxy through which the recorder reaches the internet, where the network has one: http://host:port.'),
  upstreamCa: z
    .string()
    .min(1)
    .optional()
    .describe('CA of an upstream proxy that looks into TLS itself, as a PEM file relative to this file.'),
});

const StfSchema = z.strictObject({
  ...fields,
  kind: z.literal('stf'),
  url: z.url().describe('Address of the DeviceFarmer STF server.'),
  serial: z.string().min(1).describe('Serial under which STF lists the phone.'),
  tokenVariable: z.string().min(1).optional().describe('Environment variable that holds the STF access token.'),
});

/** Every kind of phone that devices.json may list. */
export const DEVICE_KINDS = ['emulated', 'usb', 'stf'] as const;

/** One phone of devices.json. */
export const DeviceEntrySchema = z.discriminatedUnion('kind', [EmulatedSchema, UsbSchema, StfSchema]);

/** The whole of devices.json. */
export const DevicesFileSchema = z.array(DeviceEntrySchema).min(1);

export type EmulatedEntry = z.output<typeof EmulatedSchema>;
export type UsbEntry = z.output<typeof UsbSchema>;
export type StfEntry = z.output<typeof StfSchema>;
/** A phone as devices.json has it, defaults filled in; `profile` is an absolute path once loaded. */
export type DeviceEntry = z.output<typeof DeviceEntrySchema>;

/** JSON Schema of devices.json as its author writes it, kept in `devices.schema.json` for editors. */
export function devicesJsonSchema(): object {
  return {
    title: 'Phones Earshot may test (devices.json)',
    ...z.toJSONSchema(DevicesFileSchema, { io: 'input' }),
  };
}
