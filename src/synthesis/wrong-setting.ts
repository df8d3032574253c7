import { IConstruct } from 'constructs';
import { refused } from '../props/language';

/** What is wrong with the settings of a scope. */
export function wrongSetting(scope: IConstruct, message: string): Error {
  return refused(`[${scope.node.path}] ${message}`);
}
