/** What an emulated camera sees: sky over hills, a sun. Colours as `#RRGGBB`. Invented. */
export interface Scene {
  readonly sky: string;
  readonly sun: string;
  readonly far: string;
  readonly near: string;
}

const SCENES: readonly Scene[] = [
  { sky: '#8EC5F0', sun: '#FFE08A', far: '#6E9A6B', near: '#3E6B46' },
  { sky: '#F2A66B', sun: '#FFF0C2', far: '#8A5A6B', near: '#4A3348' },
  { sky: '#27364F', sun: '#F3F1DD', far: '#1B2738', near: '#0F1722' },
  { sky: '#B9C4CC', sun: '#DDE3E6', far: '#8C979E', near: '#5D676E' },
];

/** The scene of a picture of this name: the same whenever it is looked at. */
export function sceneOf(name: string): Scene {
  const sum = Buffer.from(name).reduce((total, byte) => (total * 31 + byte) % 65_521, 7);
  const [first] = SCENES;
  if (first === undefined) throw new Error('Choosing a scene: found none, expected at least one.');
  return SCENES[sum % SCENES.length] ?? first;
}

/** The colour at a place of the scene, `x` and `y` from 0 to 1. */
export function colourAt(scene: Scene, x: number, y: number): string {
  if ((x - 0.7) ** 2 + ((y - 0.25) * 1.33) ** 2 < 0.008) return scene.sun;
  if (y > 0.75 + 0.06 * Math.sin(x * 7)) return scene.near;
  if (y > 0.58 + 0.08 * Math.sin(x * 5 + 2)) return scene.far;
  return scene.sky;
}
