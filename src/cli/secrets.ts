/** The command `secrets`. */
import { readInput, readTexts } from './input';
import { CommandLine, UsageError } from './options';
import { tell } from './tell';
import { problemLine } from '../manifests/problem';
import { ReadError } from '../manifests/read';
import { renderManifests } from '../manifests/render-manifests';
import { existingSecrets, secretProblems } from '../secrets/check';
import { GivenObject } from '../secrets/provided';
import { requiredSecrets, SecretUser, userOf } from '../secrets/required';
import { RequiredSecret } from '../secrets/required-secret';
import { secretsText } from '../secrets/text';

export function runSecrets(commandLine: CommandLine, print: (text: string) => void): number {
  const { paths, namespace, settings, check } = commandLine;
  if (check === '-' && paths.includes('-')) {
    throw new UsageError('standard input is given twice; name a file for --check or for PATH');
  }
  const input = renderManifests(readInput(paths), { namespace, othersNamespace: namespace, settings });
  const errors = input.problems.filter(({ severity }) => severity === 'error');
  for (const problem of errors) tell(problemLine(problem));
  if (errors.length) return 1;
  const objects: GivenObject[] = [];
  const users = input.documents.flatMap(({ document, resource, manifests }): SecretUser[] => {
    const made: readonly GivenObject[] = manifests ?? [document.value];
    objects.push(...made);
    const label = resource && `${resource.kind} ${resource.name}`;
    const own = resource ? [{ label: label!, namespace: resource.namespace, value: resource.spec }] : [];
    return [...own, ...made.flatMap((object) => userOf(object, label))];
  });
  const required = requiredSecrets(users, objects);
  if (check === undefined) {
    print(secretsText(required));
    return 0;
  }
  const [{ text }] = readTexts([check]);
  const existing = existingSecrets(text);
  if (!existing) {
    throw new ReadError(`${check}: is no list of Secrets; write it with kubectl get secret --all-namespaces -o json`);
  }
  const problems = secretProblems(required, existing);
  for (const problem of problems) tell(`error: ${problem}`);
  if (problems.length) return 1;
  tell(`note: ${allExist(required)}`);
  return 0;
}

function allExist({ length }: readonly RequiredSecret[]): string {
  if (!length) return 'no Secret has to exist';
  return length === 1
    ? 'the one Secret that has to exist is there, with its keys'
    : `all ${length} Secrets exist, with their keys`;
}
