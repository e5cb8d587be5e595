import type { AppEvent } from '../apps/app-event.ts';
import type { Condition, Rule } from '../profile/profile.ts';
import type { Settings, SettingsNamespace } from '../system/services.ts';

type Scalar = string | number | boolean | null;

/** Whether a rule speaks of this event, as the phone's settings are now. */
export function applies(rule: Rule, event: AppEvent, settings: Settings): boolean {
  const { when } = rule;
  return (
    when.package === event.packageName &&
    when.event === event.name &&
    Object.entries(when.data).every(([name, condition]) => holds(condition, event.data[name] ?? null)) &&
    Object.entries(when.settings).every(([name, condition]) => holds(condition, settingOf(name, settings)))
  );
}

/** Whether a value meets a condition: equal to it, to one of it, or to none of `not`. */
export function holds(condition: Condition, value: Scalar): boolean {
  if (Array.isArray(condition)) return condition.includes(value);
  if (typeof condition === 'object' && condition !== null) return !holds(condition.not, value);
  return condition === value;
}

function settingOf(name: string, settings: Settings): string | null {
  const dot = name.indexOf('.');
  return settings.get(asNamespace(name.slice(0, dot)), name.slice(dot + 1)) ?? null;
}

function asNamespace(text: string): SettingsNamespace {
  return text === 'secure' || text === 'system' ? text : 'global';
}
