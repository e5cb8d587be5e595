import type { ViewSpec } from '../app-definition.ts';

/** A scene as it is drawn on the glass, in bands; `${<root>.sky}` … are its colours. */
export function sceneView(height: number, part: (name: 'sky' | 'sun' | 'far' | 'near') => string): ViewSpec {
  const band = (name: 'sky' | 'far' | 'near', share: number): ViewSpec => ({ type: 'stack', height: Math.round(height * share), look: { background: part(name) } });
  return {
    type: 'column', height, children: [
      band('sky', 0.2),
      { type: 'row', height: Math.round(height * 0.1), look: { background: part('sky') }, children: [{ type: 'stack', width: 'fill', height: 4 }, { type: 'stack', width: Math.round(height * 0.1), height: Math.round(height * 0.1), look: { background: part('sun') } }] },
      band('sky', 0.25),
      band('far', 0.2),
      band('near', 0.25),
    ],
  };
}
