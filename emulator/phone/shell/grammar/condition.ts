import type { CommandNode } from 'just-bash';
import type { Expansion } from './expansion.ts';
import { toRegExp } from './pattern.ts';
import { compare, testFile } from './test-command.ts';

type Condition = Extract<CommandNode, { type: 'ConditionalCommand' }>['expression'];

/** Whether `[[ … ]]` holds. */
export async function conditionHolds(expansion: Expansion, condition: Condition): Promise<boolean> {
  switch (condition.type) {
    case 'CondNot': return !(await conditionHolds(expansion, condition.operand));
    case 'CondAnd': return (await conditionHolds(expansion, condition.left)) && conditionHolds(expansion, condition.right);
    case 'CondOr': return (await conditionHolds(expansion, condition.left)) || conditionHolds(expansion, condition.right);
    case 'CondGroup': return conditionHolds(expansion, condition.expression);
    case 'CondWord': return (await expansion.text(condition.word)) !== '';
    case 'CondUnary': return testFile(expansion.state, condition.operator, await expansion.text(condition.operand));
    case 'CondBinary': {
      const left = await expansion.text(condition.left);
      if (condition.operator === '=' || condition.operator === '==' || condition.operator === '!=') {
        const matches = toRegExp(await expansion.segments(condition.right), { anchor: 'both' }).test(left);
        return matches === (condition.operator !== '!=');
      }
      const right = await expansion.text(condition.right);
      return condition.operator === '=~' ? new RegExp(right).test(left) : compare(expansion.state, left, condition.operator, right);
    }
  }
}
