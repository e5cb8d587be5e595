import { z } from 'zod';

/** Where the sidecar sends what it has recorded: straight to the internet, or through an HTTP proxy, which may have a CA of its own. */
export type Upstream = z.infer<typeof upstreamSchema>;

const upstreamSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('direct') }),
  z.strictObject({ kind: z.literal('proxy'), url: z.url({ protocol: /^http$/ }), ca: z.string().min(1).exactOptional() }),
]);

/** How long the headers of one message may be. */
export const LONGEST_HEADERS_BYTES = 1024 * 1024;

/** What a sidecar is told when it starts. Paths are absolute; port 0 means any. */
export const sidecarConfigSchema = z.strictObject({
  device: z.string().min(1),
  port: z.int().min(0).max(65535),
  ledger: z.string().min(1),
  ca: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }),
  upstream: upstreamSchema,
});

export type SidecarConfig = z.infer<typeof sidecarConfigSchema>;

/** The one message a sidecar sends its parent: it listens and its ledger can be written. */
export const readyMessageSchema = z.object({ type: z.literal('ready'), port: z.int(), recorder: z.string() });
