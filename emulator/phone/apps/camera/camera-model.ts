import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import { jpegFile } from './jpeg.ts';
import { colourAt, sceneOf } from './scene.ts';

/** Blocks of 8 pixels: 480 by 640. */
const COLUMNS = 60;
const ROWS = 80;

/** What the camera does: it writes what it sees into DCIM/Camera. */
export function createCameraModel(context: AppContext): AppModel {
  let facing: 'back' | 'front' = 'back';
  let last = '';
  const take = async (cause: Cause): Promise<void> => {
    const folder = `${context.storageRoot}/DCIM/Camera`;
    const atMs = context.clock.now();
    const stem = `IMG_${new Date(atMs).toISOString().slice(0, 19).replace('T', '_').replaceAll(/[-:]/g, '')}`;
    await context.files.mkdir(folder, { recursive: true });
    let name = `${stem}.jpg`;
    for (let number = 1; await context.files.exists(`${folder}/${name}`); number += 1) name = `${stem}_${number}.jpg`;
    const scene = sceneOf(name);
    const blocks = { columns: COLUMNS, rows: ROWS, colourAt: (column: number, row: number) => colourAt(scene, column / COLUMNS, row / ROWS) };
    const shot = { make: context.property('ro.product.manufacturer'), model: context.property('ro.product.model'), atMs };
    await context.files.writeFile(`${folder}/${name}`, jpegFile(blocks, shot));
    last = `${folder}/${name}`;
    await context.media.scanFile(last);
    context.emit('picture.take', { path: last, name, facing }, cause);
  };
  return {
    value: (name) => (name === 'facing' ? facing : name === 'hasPicture' ? last !== '' : undefined),
    rows: () => [{ key: facing, ...sceneOf(facing) }],
    call(operation, _, cause) {
      if (operation === 'switch') facing = facing === 'back' ? 'front' : 'back';
      else if (operation === 'take') take(cause).catch(() => { context.toast("Couldn't save the picture"); });
      else if (operation === 'look' && last !== '') context.view(`file://${last}`, cause);
    },
  };
}
