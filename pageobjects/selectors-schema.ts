import { z } from 'zod';

const SelectorRowSchema = z.strictObject({
  package: z.string().min(1).optional()
    .describe('Only where the app has this package: com.android.fileexplorer. Absent: under each of its packages.'),
  versions: z.string().regex(/^(>=|<=|>|<|=)\d+(\.\d+)*( (>=|<=|>|<|=)\d+(\.\d+)*)*$/).optional()
    .describe('Only in these versions of the app, compared number by number: ">=12.1 <13". Absent: in each.'),
  language: z.string().regex(/^[a-z]{2,3}$/).optional()
    .describe('Only on phones that speak this language: zh. Absent: in each.'),
  id: z.string().regex(/^[\w.]+(:id\/\w+)?$/).optional()
    .describe("Resource id: short for one of the app's own (url), in full for any other (android:id/title). Absent: it has none, and is known by its words."),
  class: z.string().regex(/^\w+$/).optional().describe('Class without its package: TextView. Looked at only when the view is not found, to propose others.'),
  text: z.string().min(1).optional().describe('What is written on it, where the id alone does not tell it from others.'),
  description: z.string().min(1).optional().describe('Its content description, where the id alone does not tell it from others.'),
  confidence: z.enum(['recorded', 'reported', 'inferred', 'invented'])
    .describe('recorded: seen on this app; reported: one secondary source; inferred: the name AOSP or a sibling gives it; invented: nobody has published it.'),
  source: z.string().min(1).describe('Where it was recorded or reported, what it was inferred from, or which page invents it.'),
}).refine(({ id, text, description }) => id !== undefined || text !== undefined || description !== undefined, 'a view is known by its id, its text or its description');

/** How to find one view of an app, on the phones the row is for. */
export type SelectorRow = z.output<typeof SelectorRowSchema>;

const ViewsSchema = z.record(z.string(), z.array(SelectorRowSchema).min(1));

/** The table of selectors: app, view, and its rows, of which the first that fits the phone is used. */
export const SelectorTableSchema = z.object({ $schema: z.string().optional() }).catchall(ViewsSchema);

/** JSON Schema of selectors.json as its author writes it, kept in `selectors.schema.json` for editors. */
export function selectorsJsonSchema(): object {
  return { title: 'How views are found on the screen (selectors.json)', ...z.toJSONSchema(SelectorTableSchema, { io: 'input' }) };
}
