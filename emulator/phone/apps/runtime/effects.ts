import type { Cause } from '../app-event.ts';
import type { Effect, Effects } from '../app-definition.ts';
import { fill, fillAll, fillValue, holds, isTrue } from '../template.ts';
import type { Row, Scope } from '../value.ts';
import type { Screen } from './screen.ts';

/** Where effects happen: on which screen, with which names, because of what. */
export interface Situation {
  readonly screen: Screen;
  readonly scope: Scope;
  readonly cause: Cause;
}

/** What effects can do to the phone. */
export interface EffectTarget {
  open(screen: Screen, name: string, args: Row, cause: Cause): void;
  close(screen: Screen, cause: Cause): void;
  leave(screen: Screen, cause: Cause): void;
  emit(packageName: string, name: string, data: Row, cause: Cause): void;
  putSetting(namespace: 'global' | 'secure' | 'system', key: string, value: string): void;
  startApp(packageName: string, cause: Cause): void;
  loadPage(screen: Screen, url: string, cause: Cause): void;
}

/** Performs effects one after the other. */
export function perform(effects: Effects, situation: Situation, target: EffectTarget): void {
  for (const effect of effects) performOne(effect, situation, target);
}

function performOne(effect: Effect, situation: Situation, target: EffectTarget): void {
  const { screen, scope, cause } = situation;
  switch (effect.do) {
    case 'set': return screen.set(effect.name, fillValue(effect.to, scope));
    case 'toggle': return screen.set(effect.name, !isTrue(scope.lookUp(effect.name)));
    case 'go': return target.open(screen, effect.screen, fillAll(effect.args ?? {}, scope), cause);
    case 'back': return target.close(screen, cause);
    case 'leave': return target.leave(screen, cause);
    case 'emit': return target.emit(screen.app.packageName, effect.event, fillAll(effect.data ?? {}, scope), cause);
    case 'setting': return target.putSetting(effect.namespace, effect.key, fill(effect.to, scope));
    case 'call': return screen.app.model?.call?.(effect.operation, fillAll(effect.with ?? {}, scope), cause);
    case 'if': return perform(holds(effect.test, scope) ? effect.then : (effect.else ?? []), situation, target);
    case 'start': return target.startApp(fill(effect.packageName, scope), cause);
    case 'load': return target.loadPage(screen, fill(effect.url, scope), cause);
    case 'focus': return screen.focus(effect.bind);
    case 'hideKeyboard': return screen.unfocus();
  }
}
