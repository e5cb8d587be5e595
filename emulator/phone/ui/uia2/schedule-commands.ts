import { optionalNumber, optionalObject, requireObjects, requireString, type JsonObject } from './body.ts';
import { invalidArgument } from './errors.ts';
import { clickAt, doubleClickAt, longClickAt } from './gesture-commands.ts';
import type { Command, Routes } from './route.ts';
import type { ScheduledStep } from './schedule.ts';
import { sourceText } from './screen-commands.ts';

/** Actions that run by themselves, and what came of them. */
export const scheduleRoutes: Routes = {
  'POST appium/schedule_action': (command) => {
    const { session, body } = command;
    session.schedule.add(
      {
        name: requireString(body, 'name'),
        steps: requireObjects(body, 'steps').map(stepOf),
        times: optionalNumber(body, 'times') ?? 1,
        intervalMs: optionalNumber(body, 'intervalMs') ?? 1000,
        maxHistoryItems: optionalNumber(body, 'maxHistoryItems') ?? 20,
        maxPass: optionalNumber(body, 'maxPass') ?? -1,
        maxFail: optionalNumber(body, 'maxFail') ?? -1,
      },
      (step) => runStep(command, step),
    );
    return null;
  },
  'POST appium/unschedule_action': ({ session, body }) => session.schedule.remove(requireString(body, 'name')),
  'POST appium/action_history': ({ session, body }) => session.schedule.history(requireString(body, 'name')),
};

function stepOf(step: JsonObject): ScheduledStep {
  return { type: requireString(step, 'type'), name: requireString(step, 'name'), payload: optionalObject(step, 'payload') ?? {} };
}

async function runStep({ session }: Command, { type, payload }: ScheduledStep): Promise<unknown> {
  const subtype = String(payload['subtype']);
  const command: Command = { session, elementId: '', parameters: {}, body: payload };
  switch (`${type}/${subtype}`) {
    case 'gesture/click': return clickAt(command);
    case 'gesture/doubleClick': return doubleClickAt(command);
    case 'gesture/longClick': return await longClickAt(command);
    case 'source/xml': return sourceText(session);
    case 'screenshot/png': return (await session.services.screenshot()).toString('base64');
    default: throw invalidArgument(`The step '${subtype}' of type '${type}' is not known. Only gesture (click, doubleClick, longClick), source (xml) and screenshot (png) are`);
  }
}
