import type { Cause } from '../app-event.ts';
import type { Effect, Effects } from '../app-definition.ts';
import { fill, fillAll, fillValue, holds, isTrue } from '../template.ts';
import type { AppNotification, SystemOperation } from '../notification.ts';
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
  toast(packageName: string, text: string, long: boolean): void;
  notify(packageName: string, notification: AppNotification, cause: Cause): void;
  cancelNotification(packageName: string, id: string): void;
  system(operation: SystemOperation, args: Row, cause: Cause): void;
}

/** Performs effects one after the other. */
export function perform(effects: Effects, situation: Situation, target: EffectTarget): void {
  for (const effect of effects) performOne(effect, situation, target);
}

function performOne(effect: Effect, situation: Situation, target: EffectTarget): void {
  const { screen, scope, cause } = situation;
  switch (effect.do) {
    case 'set': screen.set(effect.name, fillValue(effect.to, scope)); break;
    case 'toggle': screen.set(effect.name, !isTrue(scope.lookUp(effect.name))); break;
    case 'go': target.open(screen, effect.screen, fillAll(effect.args ?? {}, scope), cause); break;
    case 'back': target.close(screen, cause); break;
    case 'leave': target.leave(screen, cause); break;
    case 'emit': target.emit(screen.app.packageName, effect.event, fillAll(effect.data ?? {}, scope), cause); break;
    case 'setting': target.putSetting(effect.namespace, effect.key, fill(effect.to, scope)); break;
    case 'call': screen.app.model?.call?.(effect.operation, fillAll(effect.with ?? {}, scope), cause); break;
    case 'if': perform(holds(effect.test, scope) ? effect.then : (effect.else ?? []), situation, target); break;
    case 'start': target.startApp(fill(effect.packageName, scope), cause); break;
    case 'load': target.loadPage(screen, fill(effect.url, scope), cause); break;
    case 'focus': screen.focus(effect.bind); break;
    case 'hideKeyboard': screen.unfocus(); break;
    case 'toast': target.toast(screen.app.packageName, fill(effect.text, scope), effect.long === true); break;
    case 'notify': target.notify(screen.app.packageName, notificationOf(effect, scope), cause); break;
    case 'system': target.system(effect.operation, fillAll(effect.with ?? {}, scope), cause); break;
    case 'cancelNotification': target.cancelNotification(screen.app.packageName, fill(effect.id, scope)); break;
  }
}

function notificationOf(effect: Extract<Effect, { readonly do: 'notify' }>, scope: Scope): AppNotification {
  return {
    id: fill(effect.id, scope),
    title: fill(effect.title, scope),
    ...(effect.text === undefined ? {} : { text: fill(effect.text, scope) }),
    ...(effect.screen === undefined ? {} : { screen: effect.screen }),
    ...(effect.args === undefined ? {} : { args: fillAll(effect.args, scope) }),
    ...(effect.ongoing === undefined ? {} : { ongoing: effect.ongoing }),
  };
}
