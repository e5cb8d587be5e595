import * as z from 'zod';
import { templateProblems, type TemplateValue } from './template.ts';

/** How a fact is known: seen on a phone or in its code, published by somebody, or made up for want of a source. */
export const markSchema = z.enum(['recorded', 'reported', 'invented']);

/** Fields shared by everything that needs to say where it comes from. */
export const provenance = {
  mark: markSchema.describe('How it is known: recorded, reported or invented.'),
  source: z.string().min(1).optional().describe('Who recorded or reported it, publicly.'),
};

/** Text in which `${…}` stands for a value. */
export const templateSchema = z
  .string()
  .superRefine((text, context) => {
    for (const problem of templateProblems(text)) context.addIssue({ code: 'custom', message: problem });
  })
  .describe('Text; ${data.url}, ${id.android_id}, ${property.ro.build.version.release}, ${time}, ${md5(id.imei)} … stand for values.');

/** JSON whose strings may be templates. */
export const templateValueSchema: z.ZodType<TemplateValue> = z.lazy(() =>
  z.union([
    templateSchema,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(templateValueSchema),
    z.record(z.string(), templateValueSchema),
  ]),
);

/** Named JSON values whose strings may be templates. */
export const templateFieldsSchema = z.record(z.string().min(1), templateValueSchema);

/** `com.mi.globalbrowser`, also the `android` of the system itself. */
export const packageNameSchema = z
  .string()
  .regex(/^[A-Za-z][\w]*(?:\.[A-Za-z][\w]*)*$/, 'must be a package name such as com.miui.player');

/** The longest time a timer can wait: 2^31 - 1 ms, almost 25 days; above that it would not wait at all. */
export const MAX_TIMER_MS = 2_147_483_647;

/** Milliseconds, whole and not negative. */
export const milliseconds = z.number().int().min(0).max(MAX_TIMER_MS);

/** Milliseconds between things that come again and again, which would otherwise come without pause. */
export const periodMs = milliseconds.min(100);

/** Whether an address can be one; what its templates will stand for is not known yet. */
function isAddress(text: string): boolean {
  return URL.canParse(text.replace(/\$\{[^{}]*\}/g, '0'));
}

/** http or https address, absolute, perhaps with templates. */
export const addressSchema = templateSchema.refine((text) => /^https?:\/\/[^/\s]+/.test(text) && isAddress(text), {
  message: 'must be an absolute http or https address',
});

/** Where an SDK sends to: an address of the web, of a WebSocket, or of a server that is spoken to without HTTP. */
export const destinationSchema = templateSchema.refine((text) => /^(?:https?|wss?|tcp|tls|udp|quic|dns):\/\/[^/\s]+/.test(text) && isAddress(text), {
  message: 'must be an absolute http, https, ws, wss, tcp, tls, udp, quic or dns address',
});
