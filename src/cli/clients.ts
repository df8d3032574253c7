/** The command `clients`. */
import { readInput } from './input';
import { CommandLine } from './options';
import { tell } from './tell';
import { endpointsOf } from '../clients/endpoints';
import { summaryText } from '../clients/summary';
import { serversOfWorkloads } from '../clients/workloads';
import { clientFile } from '../clients/write';
import { problemLine } from '../manifests/problem';
import { readResources } from '../manifests/render-manifests';
import { counted } from '../plain/counted';

export function runClients(commandLine: CommandLine, print: (text: string) => void): number {
  const { paths, namespace, settings, format, inCluster: isInCluster, tokenVariable } = commandLine;
  const documents = readInput(paths);
  const { resources, problems } = readResources(documents, { namespace, settings });
  for (const problem of problems) tell(problemLine(problem));
  if (problems.some(({ severity }) => severity === 'error')) return 1;
  const objects = documents.map(({ value: { metadata, ...value } }) => ({
    ...value,
    metadata: { ...metadata, namespace: metadata?.namespace ?? namespace },
  }));
  const servers = [...resources, ...serversOfWorkloads(objects, resources)];
  const endpoints = endpointsOf(servers, { isInCluster, objects });
  if (format === undefined) {
    print(summaryText({ ...endpoints, secrets: [] }));
    return 0;
  }
  const { path, text } = clientFile(format, endpoints.reachable, tokenVariable);
  print(text);
  for (const name of endpoints.unreachable) {
    tell(`note: ${name} is left out: no Ingress or HTTPRoute of the input leads to it under a host that is known`);
  }
  tell(`note: ${counted(endpoints.reachable.length, 'server')} for ${path}`);
  return 0;
}
