import { IConstruct } from 'constructs';
import { inLanguage } from '../props/language';

/** What is wrong with the settings of a scope. */
export function wrongSetting(scope: IConstruct, message: string): Error {
  return new Error(`[${scope.node.path}] ${inLanguage(message)}`);
}
