import { z } from 'zod';
import type { Phone } from '../phone/phone.ts';

/** Takes a fault back. */
export type End = () => void | Promise<void>;

/** What a reboot does to a fault that lasts: mends it, leaves it alone, or the fault is made again on the new boot. */
export type AfterReboot = 'mended' | 'stays' | 'again';

/** Something that goes wrong on a phone when somebody asks for it. */
export interface Fault {
  readonly name: string;
  /** What happens, as one sentence. */
  readonly about: string;
  /** What somebody at the other end notices. */
  readonly seen: string;
  /** `at once`: it happens and is over. Otherwise it lasts until it is taken back, or for `forMs`. */
  readonly lasts: 'at once' | 'until taken back';
  readonly afterReboot: AfterReboot;
  /** What it may be told; unknown names are refused. */
  readonly parameters: z.ZodObject;
  /** Makes it happen; gives the way back when there is one. The parameters have been checked. */
  begin(phone: Phone, parameters: Readonly<Record<string, unknown>>): Promise<End>;
}

interface FaultParts<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly about: string;
  readonly seen: string;
  readonly lasts: Fault['lasts'];
  readonly afterReboot?: AfterReboot;
  /** How long it lasts unless told otherwise; without it, until it is taken back. */
  readonly forMs?: number;
  readonly parameters?: Shape;
  begin(phone: Phone, parameters: z.output<z.ZodObject<Shape>>): End | undefined | Promise<End | undefined>;
}

const NOTHING_TO_TAKE_BACK: End = () => undefined;

/** Ms until a lasting fault goes by itself; without it, when it is taken back. */
const FOR_MS = z.int().min(1).describe('goes by itself after so many ms');
const NO_PARAMETERS: z.ZodRawShape = {};

/** A fault from its parts; one that lasts may be told `forMs`. */
export function defineFault<Shape extends z.ZodRawShape>(parts: FaultParts<Shape>): Fault {
  // Without a shape of its own `Shape` is the empty one.
  const own = z.object(parts.parameters ?? (NO_PARAMETERS as Shape));
  const forMs = parts.forMs === undefined ? FOR_MS.optional() : FOR_MS.default(parts.forMs);
  const whole = z.strictObject(parts.lasts === 'until taken back' ? { ...own.shape, forMs } : own.shape);
  return {
    name: parts.name,
    about: parts.about,
    seen: parts.seen,
    lasts: parts.lasts,
    afterReboot: parts.afterReboot ?? 'stays',
    parameters: whole,
    begin: async (phone, parameters) => (await parts.begin(phone, own.parse(parameters))) ?? NOTHING_TO_TAKE_BACK,
  };
}

/** A whole number of ms from 0. */
export function milliseconds(about: string): z.ZodInt {
  return z.int().min(0).describe(about);
}
