import { errorText } from '../../system/files/file-error.ts';
import { decodePng } from '../../ui/render/png.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from '../tools/options.ts';

const USAGE = `usage: screencap [-hp] [-d display-id] [FILENAME]
   -h: this message
   -p: save the file as a png.
   -d: specify the display id to capture, default 0.
If FILENAME ends with .png it will be saved as a png.
If FILENAME is not given, the results will be printed to stdout.
`;

/** The built-in display, by its old number and by the id that `dumpsys SurfaceFlinger --display-id` prints. */
const DISPLAYS: ReadonlySet<string> = new Set(['0', '19260422155234049']);

/** `screencap [-p] [-d display] [file]`: the PNG, or the raw frame. */
export const screencap: Program = async (invocation) => {
  const { flags, values, operands, unknown } = readOptions(invocation.args, 'hpd:');
  const [name] = operands;
  if (flags.has('h') || unknown !== undefined) return print({ stdout: invocation.stderr }, USAGE, flags.has('h') ? 0 : 1);
  const display = values.get('d') ?? '0';
  if (!DISPLAYS.has(display)) return print({ stdout: invocation.stderr }, `Unable to get handle for display ${display}\n`, 1);
  const png = await invocation.phone.services.screenshot();
  const bytes = flags.has('p') || name?.endsWith('.png') === true ? png : rawFrame(invocation, png);
  if (name === undefined) {
    invocation.stdout.write(bytes);
    return 0;
  }
  try {
    await invocation.files.writeFile(invocation.files.resolvePath(invocation.cwd, name), bytes);
    return 0;
  } catch (error) {
    return print({ stdout: invocation.stderr }, `Error opening file: ${name} (${errorText(error)})\n`, 1);
  }
};

const FIRST_API_LEVEL_WITH_COLOUR_SPACE = 27;
/** `HAL_PIXEL_FORMAT_RGBA_8888` and screencap's own number for sRGB. */
const RGBA_8888 = 1;
const SRGB = 1;

/**
 * Width, height, format, and since Android 8.1 the colour space, each four bytes, then the pixels.
 *
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/cmds/screencap/screencap.cpp
 */
function rawFrame(invocation: Invocation, png: Buffer): Buffer {
  const { width, height, rgba } = decodePng(png);
  const apiLevel = Number(invocation.phone.system.properties.get('ro.build.version.sdk'));
  const fields = [width, height, RGBA_8888, ...(apiLevel >= FIRST_API_LEVEL_WITH_COLOUR_SPACE ? [SRGB] : [])];
  const header = Buffer.alloc(fields.length * 4);
  for (const [index, field] of fields.entries()) header.writeUInt32LE(field, index * 4);
  return Buffer.concat([header, rgba]);
}
