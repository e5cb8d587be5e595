import { errorText } from '../../system/files/file-error.ts';
import { print, type Program } from '../process/invocation.ts';
import { readOptions } from '../tools/options.ts';

const USAGE = `usage: screencap [-hp] [-d display-id] [FILENAME]
   -h: this message
   -p: save the file as a png.
   -d: specify the display id to capture, default 0.
If FILENAME ends with .png it will be saved as a png.
If FILENAME is not given, the results will be printed to stdout.
`;

/** `screencap -p [file]`: the PNG, byte for byte. The raw format is not made. */
export const screencap: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'hpd:');
  const [name] = operands;
  if (flags.has('h')) return print({ stdout: invocation.stderr }, USAGE, 0);
  if (!flags.has('p') && name?.endsWith('.png') !== true) {
    return print({ stdout: invocation.stderr }, 'screencap: raw frames are not implemented on this phone, use -p\n', 1);
  }
  const png = await invocation.phone.services.screenshot();
  if (name === undefined) {
    invocation.stdout.write(png);
    return 0;
  }
  try {
    await invocation.files.writeFile(invocation.files.resolvePath(invocation.cwd, name), png);
    return 0;
  } catch (error) {
    return print({ stdout: invocation.stderr }, `Error opening file: ${name} (${errorText(error)})\n`, 1);
  }
};
