import { checkPodSpec, Controller } from '../../../src/kubernetes/pod-validation/pod';
import { Obj } from '../../../src/plain/objects';

function wrong(spec: Obj, controller: Controller = 'always'): string[] {
  const found: string[] = [];
  checkPodSpec(spec, controller, (at, message) => found.push(`${at}: ${message}`));
  return found;
}

const container = (members: Obj) => ({ containers: [{ name: 'c', image: 'i', ...members }] });
const volume = (source: Obj) => ({ volumes: [{ name: 'v', ...source }] });
const probe = (members: Obj, kind = 'livenessProbe') => container({ [kind]: members });
const get = { httpGet: { port: 80 } };

test('takes a pod in which everything is right', () => {
  const spec = {
    restartPolicy: 'Always',
    dnsPolicy: 'None',
    dnsConfig: {
      nameservers: ['10.0.0.10', '2001:db8::1'],
      searches: ['a.example.', '.'],
      options: [{ name: 'ndots' }],
    },
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['a.example'] }],
    imagePullSecrets: [{ name: 'a.b' }],
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ operator: 'Exists' }, { key: 'a', value: 'b', effect: 'NoExecute', tolerationSeconds: 3 }],
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', minDomains: 2 },
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { a: 'b' } } },
          },
        ],
      },
    },
    securityContext: {
      runAsUser: 1000,
      fsGroup: 0,
      seccompProfile: { type: 'RuntimeDefault' },
      sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }],
    },
    initContainers: [{ name: 'side-car', image: 'i', restartPolicy: 'Always', startupProbe: get }],
    containers: [
      {
        name: 'c',
        image: 'i',
        imagePullPolicy: 'Always',
        ports: [
          { name: 'http', containerPort: 80 },
          { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
          { containerPort: 53, protocol: 'UDP' },
        ],
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k.txt' } } }],
        envFrom: [{ prefix: 'P_', configMapRef: { name: 'c' } }],
        volumeMounts: [{ name: 'v', mountPath: '/a', subPath: 'b/c..d' }],
        resources: {
          requests: { cpu: '1', memory: '1Gi', 'example.com/gpu': '1' },
          limits: { cpu: '1000m', memory: '1024Mi', 'hugepages-2Mi': '4Mi', 'example.com/gpu': '1' },
        },
        livenessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'X-A', value: '' }] }, successThreshold: 1 },
        readinessProbe: { exec: { command: ['true'] }, successThreshold: 2 },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
      },
    ],
    volumes: [
      { name: 'v', configMap: { name: 'c', defaultMode: 0o644, items: [{ key: 'a', path: 'a/b' }] } },
      { name: 'e', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      { name: 'n' },
      { name: 'p', projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 600 } }] } },
    ],
  };
  expect(wrong(spec)).toEqual([]);
});

test.each<[string, Obj, string]>([
  [
    'a name of a container with capitals',
    { containers: [{ name: 'C' }] },
    'containers[0].name: "C" must be lower case',
  ],
  ['a container without a name', { containers: [{ image: 'i' }] }, 'containers[0].name: is required'],
  [
    'a policy of pulling that is none',
    container({ imagePullPolicy: 'always' }),
    'must be one of Always, IfNotPresent, Never',
  ],
  [
    'a port out of range',
    container({ ports: [{ containerPort: 70000 }] }),
    'ports[0].containerPort: 70000 must be a number from 1 to 65535',
  ],
  ['a port without a number', container({ ports: [{ name: 'a' }] }), 'ports[0].containerPort: is required'],
  [
    'a name of a port that is too long',
    container({ ports: [{ name: 'a-much-too-long-name', containerPort: 1 }] }),
    'must be at most 15',
  ],
  ['a name of a port without a letter', container({ ports: [{ name: '80', containerPort: 80 }] }), 'with a letter'],
  [
    'two ports of one name',
    container({
      ports: [
        { name: 'a', containerPort: 1 },
        { name: 'a', containerPort: 2 },
      ],
    }),
    'ports[1].name: "a" is used twice',
  ],
  [
    'one port twice',
    container({ ports: [{ containerPort: 1 }, { containerPort: 1, protocol: 'TCP' }] }),
    'ports[1].containerPort: "1/TCP" is used twice',
  ],
  [
    'a protocol that is none',
    container({ ports: [{ containerPort: 1, protocol: 'tcp' }] }),
    'must be one of TCP, UDP, SCTP',
  ],
  [
    'one port of the host twice',
    {
      containers: [
        { name: 'a', ports: [{ containerPort: 1, hostPort: 9 }] },
        { name: 'b', ports: [{ containerPort: 2, hostPort: 9 }] },
      ],
    },
    'containers[1].ports[0].hostPort: "TCP  9" is used twice',
  ],
  [
    'another port of the host in its network',
    { hostNetwork: true, ...container({ ports: [{ containerPort: 1, hostPort: 9 }] }) },
    '9 must be the containerPort, 1',
  ],
  [
    'a variable with a value and a source',
    container({ env: [{ name: 'A', value: 'b', valueFrom: { fieldRef: {} } }] }),
    'must be left out, because there is a value',
  ],
  [
    'a variable from nowhere',
    container({ env: [{ name: 'A', valueFrom: {} }] }),
    'says nothing; give exactly one of fieldRef',
  ],
  [
    'a variable from a Secret without a key',
    container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's' } } }] }),
    'secretKeyRef.key: is required',
  ],
  [
    'a variable from a Secret of no name',
    container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'S_S', key: 'k' } } }] }),
    'secretKeyRef.name: "S_S" must be lower case',
  ],
  [
    'variables from two sources',
    container({ envFrom: [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }] }),
    'has configMapRef and secretRef; give exactly one',
  ],
  [
    'a relative path',
    container({ volumeMounts: [{ name: 'v', mountPath: 'data' }] }),
    '"data" must be an absolute path',
  ],
  ['a path with a colon', container({ volumeMounts: [{ name: 'v', mountPath: '/a:b' }] }), 'must not contain ":"'],
  ['a mount without a path', container({ volumeMounts: [{ name: 'v' }] }), 'mountPath: is required'],
  [
    'a path out of the volume',
    container({ volumeMounts: [{ name: 'v', mountPath: '/a', subPath: '../b' }] }),
    'subPath: "../b" must not contain \'..\'',
  ],
  [
    'an absolute path in the volume',
    container({ volumeMounts: [{ name: 'v', mountPath: '/a', subPath: '/b' }] }),
    'must be relative',
  ],
  [
    'a request above its limit',
    container({ resources: { requests: { cpu: '1' }, limits: { cpu: '500m' } } }),
    'requests.cpu: "1" is above its limit of "500m"',
  ],
  [
    'a request above its limit in other units',
    container({ resources: { requests: { memory: '1Gi' }, limits: { memory: '1G' } } }),
    '"1Gi" is above its limit of "1G"',
  ],
  ['a negative amount', container({ resources: { limits: { cpu: '-1' } } }), '"-1" must be 0 or more'],
  [
    'a resource that no container has',
    container({ resources: { limits: { storage: '1Gi' } } }),
    'a container has no resource "storage"',
  ],
  [
    'a misspelt resource',
    container({ resources: { limits: { mem: '1Gi' } } }),
    'a container has no resource "mem"; known are cpu, memory',
  ],
  ['part of a device', container({ resources: { limits: { 'example.com/gpu': '500m' } } }), 'must be a whole number'],
  [
    'a device without a limit',
    container({ resources: { requests: { 'example.com/gpu': '1' } } }),
    'limits.example.com/gpu: is required',
  ],
  [
    'a probe without a handler',
    probe({ periodSeconds: 1 }),
    'livenessProbe: says nothing; give exactly one of exec, httpGet, tcpSocket, grpc',
  ],
  ['a probe with two', probe({ ...get, tcpSocket: { port: 1 } }), 'has httpGet and tcpSocket'],
  ['a probe at no port', probe({ httpGet: { port: 0 } }), 'httpGet.port: 0 must be a number from 1'],
  ['a probe at a port of no name', probe({ httpGet: { port: 'HTTP' } }), '"HTTP" is no name of a port'],
  ['a negative time', probe({ ...get, periodSeconds: -1 }), '-1 must be a number at least 0'],
  [
    'a liveness probe that has to succeed twice',
    probe({ ...get, successThreshold: 2 }),
    '2 must be 1 of a livenessProbe',
  ],
  [
    'a grace period of a readiness probe',
    probe({ ...get, terminationGracePeriodSeconds: 1 }, 'readinessProbe'),
    'must be left out of a readinessProbe',
  ],
  [
    'a probe of an init container',
    { initContainers: [{ name: 'i', livenessProbe: get }] },
    'must be left out of an init container',
  ],
  [
    'a sleep beyond the end',
    container({ lifecycle: { preStop: { sleep: { seconds: 60 } } } }),
    '60 must be from 0 to 30',
  ],
  ['a negative user', container({ securityContext: { runAsUser: -1 } }), '-1 must be a number from 0'],
  [
    'root that must not be',
    container({ securityContext: { runAsUser: 0, runAsNonRoot: true } }),
    '0 is root, which runAsNonRoot forbids',
  ],
  [
    'privileges that must not grow',
    container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    "can't be false of a privileged container",
  ],
  [
    'a profile that is none',
    container({ securityContext: { seccompProfile: { type: 'runtime/default' } } }),
    'must be one of RuntimeDefault, Localhost, Unconfined',
  ],
  [
    'a volume of two sources',
    volume({ emptyDir: {}, configMap: { name: 'c' } }),
    'volumes[0]: has emptyDir and configMap; a volume has one source',
  ],
  ['a volume of no name', { volumes: [{ emptyDir: {} }] }, 'volumes[0].name: is required'],
  ['a ConfigMap of no name', volume({ configMap: {} }), 'configMap.name: is required'],
  [
    'a mode that is none',
    volume({ secret: { secretName: 's', defaultMode: 644 } }),
    '644 must be a number from 0 to 511',
  ],
  [
    'a file out of the volume',
    volume({ secret: { secretName: 's', items: [{ key: 'k', path: '../k' }] } }),
    "must not contain '..'",
  ],
  [
    'a folder of the host out of itself',
    volume({ hostPath: { path: '/a/../b' } }),
    "hostPath.path: must not contain '..'",
  ],
  [
    'a token that ends at once',
    volume({ projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 60 } }] } }),
    '60 must be a number from 600',
  ],
  ['a policy of restarts', { restartPolicy: 'Never' }, '"Never" must be Always'],
  ['an end of a pod without end', { activeDeadlineSeconds: 5 }, 'activeDeadlineSeconds: must be left out'],
  ['a negative grace period', { terminationGracePeriodSeconds: -1 }, '-1 must be a number at least 0'],
  ['DNS of its own without a server', { dnsPolicy: 'None' }, 'dnsConfig.nameservers: is required'],
  ['a policy of DNS that is none', { dnsPolicy: 'ClusterLast' }, 'must be one of ClusterFirst'],
  ['a name for a DNS server', { dnsConfig: { nameservers: ['dns.example'] } }, '"dns.example" must be an IP address'],
  ['a host name with a dot', { hostname: 'a.b' }, 'hostname: "a.b" must be lower case'],
  [
    'a pull secret that can have no such name',
    { imagePullSecrets: [{ name: 'a b' }] },
    'imagePullSecrets[0].name: "a b" must be lower case',
  ],
  ['a selector of nodes that is none', { nodeSelector: { a: 'b c' } }, '"a": "b c" is no label'],
  [
    'a toleration of nothing',
    { tolerations: [{ value: 'x' }] },
    'tolerations[0].operator: must be Exists, because there is no key',
  ],
  [
    'a toleration of all with a value',
    { tolerations: [{ key: 'a', operator: 'Exists', value: 'x' }] },
    'must be left out, because operator is Exists',
  ],
  ['an effect that is none', { tolerations: [{ key: 'a', effect: 'noSchedule' }] }, 'must be one of NoSchedule'],
  [
    'a spread without a key',
    { topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }] },
    'topologyKey: is required',
  ],
  [
    'a spread of nothing',
    { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }] },
    'maxSkew: 0 must be',
  ],
  [
    'a weight out of range',
    {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: { topologyKey: 'z' } }],
        },
      },
    },
    '101 must be a number from 1 to 100',
  ],
  [
    'an operator that is none',
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'in', values: ['b'] }] }],
          },
        },
      },
    },
    '"in" must be one of In, NotIn',
  ],
])('fails on %s', (_, spec, message) => {
  expect(wrong(spec)).toEqual([expect.stringContaining(message)]);
});

test('fails on a Job whose pods restart for ever', () => {
  expect(wrong({ restartPolicy: 'Always' }, 'job')).toEqual([expect.stringContaining('must be Never or OnFailure')]);
  expect(wrong({ restartPolicy: 'OnFailure', activeDeadlineSeconds: 5 }, 'job')).toEqual([]);
});
