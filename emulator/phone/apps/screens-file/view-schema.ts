import * as z from 'zod';
import type { Effect, ViewSpec } from '../app-definition.ts';

/** Names of screens and lists. */
export const ID = /^[A-Za-z][\w-]*$/;

/** Text in which `${…}` stands for a value. */
export const template = z.string().describe('Text; ${state.…}, ${local.…}, ${args.…}, ${item.…}, ${setting.<table>.<key>}, ${web.…}, ${phone.time} stand for values.');

/** Texts by name. */
export const templates = z.record(z.string(), template);

const condition = z.union([z.string().min(1), z.array(z.string().min(1))]).describe('name, !name, name=value or name!=value; all of several must hold.');
const variable = z.string().regex(/^(?:state|local)\.\w+$/, 'must be state.<name> or local.<name>');

const effectSchema: z.ZodType<Effect> = z.lazy(() =>
  z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('set'), name: variable, to: template }),
    z.strictObject({ do: z.literal('toggle'), name: variable }),
    z.strictObject({ do: z.literal('go'), screen: z.string(), args: templates.optional() }),
    z.strictObject({ do: z.literal('back') }),
    z.strictObject({ do: z.literal('leave') }),
    z.strictObject({ do: z.literal('emit'), event: z.string().regex(/^[a-z]+(?:\.[a-z]+)*$/, 'must be words with dots'), data: templates.optional() }),
    z.strictObject({ do: z.literal('setting'), namespace: z.enum(['global', 'secure', 'system']), key: z.string().min(1), to: template }),
    z.strictObject({ do: z.literal('if'), test: condition, then: effectsSchema, else: effectsSchema.optional() }),
    z.strictObject({ do: z.literal('start'), packageName: template }),
    z.strictObject({ do: z.literal('load'), url: template }),
    z.strictObject({ do: z.literal('focus'), bind: variable }),
    z.strictObject({ do: z.literal('hideKeyboard') }),
    z.strictObject({ do: z.literal('toast'), text: template, long: z.boolean().optional() }),
    z.strictObject({ do: z.literal('notify'), id: template, title: template, text: template.optional(), screen: z.string().optional(), args: templates.optional(), ongoing: z.boolean().optional() }),
    z.strictObject({ do: z.literal('cancelNotification'), id: template }),
  ]),
) as z.ZodType<Effect>;

/** What a tap, a key or the showing of a screen does. */
export const effectsSchema: z.ZodType<readonly Effect[]> = z.lazy(() => z.array(effectSchema));

const length = z.union([z.number().min(0), z.enum(['fill', 'wrap'])]).describe('Dp, as large as there is room, or as large as its content.');

const look = z.strictObject({
  background: z.string().optional(),
  color: z.string().optional(),
  textSizeSp: z.number().min(4).max(96).optional(),
  bold: z.boolean().optional(),
  align: z.enum(['start', 'center']).optional(),
  icon: template.optional(),
});

const VIEW_TYPES = ['column', 'row', 'stack', 'grid', 'list', 'pager', 'web', 'text', 'field', 'button', 'image', 'imageButton', 'checkbox', 'progress'] as const;

/** One view with all in it. */
export const viewSchema: z.ZodType<ViewSpec> = z.lazy(() =>
  z.strictObject({
    type: z.enum(VIEW_TYPES),
    id: z.string().regex(/^(?:[\w.]+:id\/)?\w+$/, "must be an id of the app's own or <package>:id/<name>").optional(),
    className: z.string().min(1).optional().describe('When it is not the one that goes with the type.'),
    text: template.optional(),
    desc: template.optional().describe('content-desc.'),
    width: length.optional(),
    height: length.optional(),
    padding: z.number().min(0).optional().describe('Dp on all sides.'),
    look: look.optional(),
    when: condition.optional().describe('Whether it is there.'),
    enabled: condition.optional(),
    checked: condition.optional(),
    selected: condition.optional(),
    children: z.array(viewSchema).optional(),
    rows: z.strictObject({ from: template, view: viewSchema }).optional().describe('One child a row of a list, with the row as ${item.…}.'),
    columns: z.number().int().min(1).max(12).optional().describe('Of a grid.'),
    pages: z.strictObject({ name: variable, count: template }).optional().describe('Of a pager: where the number of the page shown is kept (from 0), and how many there are.'),
    bind: variable.optional().describe('Of a field: where its text is kept.'),
    hint: z.string().optional(),
    onTap: effectsSchema.optional(),
    onLongTap: effectsSchema.optional(),
    onDoubleTap: effectsSchema.optional(),
    onDrag: effectsSchema.optional().describe('A long press that ended elsewhere: ${drag.dx}, ${drag.dy} in px.'),
    onSwipe: effectsSchema.optional().describe('A finger that moves up or down where nothing scrolls: ${swipe.direction}.'),
    password: z.boolean().optional().describe('Of a field: its text is shown as dots.'),
    imeAction: z.enum(['go', 'search', 'send', 'next', 'done']).optional().describe('Of a field: what the enter key says.'),
    scrollOf: template.optional().describe('Of what scrolls: what is in it. Each content has a place of its own to which it was scrolled.'),
    onEnd: effectsSchema.optional().describe('Of what scrolls: its end has come into sight by scrolling.'),
    onPull: effectsSchema.optional().describe('Of what scrolls: it was pulled down at its beginning.'),
    onEnter: effectsSchema.optional(),
    onChange: effectsSchema.optional(),
    onFocus: effectsSchema.optional(),
    onPage: effectsSchema.optional(),
  }),
) as z.ZodType<ViewSpec>;
