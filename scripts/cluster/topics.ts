/** All topics, in the order in which they are run. */
import { Topic } from './promises';
import { declaredBackends } from './promises/declared-backends';
import { examples } from './promises/examples';
import { garbage } from './promises/garbage';
import { isolation } from './promises/isolation';
import { leaving } from './promises/leaving';
import { policies } from './promises/policies';
import { pullSecrets } from './promises/pull-secrets';
import { reachability } from './promises/reachability';
import { registry } from './promises/registry';
import { remoteProxies } from './promises/remote-proxies';
import { replicas } from './promises/replicas';
import { restarts } from './promises/restarts';
import { secondApply } from './promises/second-apply';
import { secrets } from './promises/secrets';
import { telemetry } from './promises/telemetry';
import { transports } from './promises/transports';
import { virtualServers } from './promises/virtual-servers';

export const TOPICS: readonly Topic[] = [
  secondApply,
  examples,
  transports,
  policies,
  secrets,
  remoteProxies,
  telemetry,
  declaredBackends,
  virtualServers,
  registry,
  pullSecrets,
  restarts,
  replicas,
  garbage,
  isolation,
  reachability,
  leaving,
];
