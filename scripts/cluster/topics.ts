/** All topics, in the order in which they are run. */
import { Topic } from './promises';
import { authServer } from './promises/auth-server';
import { customResources } from './promises/custom-resources';
import { declaredBackends } from './promises/declared-backends';
import { examples } from './promises/examples';
import { exchange } from './promises/exchange';
import { exposure } from './promises/exposure';
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
import { webhooks } from './promises/webhooks';

export const TOPICS: readonly Topic[] = [
  secondApply,
  examples,
  transports,
  policies,
  exchange,
  authServer,
  webhooks,
  secrets,
  remoteProxies,
  telemetry,
  declaredBackends,
  virtualServers,
  registry,
  customResources,
  pullSecrets,
  exposure,
  restarts,
  replicas,
  garbage,
  isolation,
  reachability,
  leaving,
];
