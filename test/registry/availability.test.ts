import { Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { made, registryIn } from './util';
import { PodTemplate, AutoscaleOptions, Warnings } from '../../src';
import { chartIn } from '../util';

const LABELS = { app: 'r', 'app.kubernetes.io/name': 'registry-api', 'app.kubernetes.io/instance': 'r' };

describe('an autoscaler', () => {
  const objects = made(undefined, (registry) => registry.autoscale());

  test('keeps 2 to 10 replicas at 70 percent of their CPU and 80 of their memory', () => {
    const resource = (name: string, averageUtilization: number) => ({
      type: 'Resource',
      resource: { name, target: { type: 'Utilization', averageUtilization } },
    });
    expect(objects['HorizontalPodAutoscaler/r-hpa']).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'r-hpa', namespace: 'ns', labels: LABELS },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'r' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [resource('cpu', 70), resource('memory', 80)],
      },
    });
  });

  test('is the only one to set the number of replicas', () => {
    expect(objects['Deployment/r'].spec).not.toHaveProperty('replicas');
  });

  test('brings the disruption budget and the spread of several replicas along', () => {
    expect(objects['PodDisruptionBudget/r-pdb'].spec.minAvailable).toBe(1);
    expect(objects['Deployment/r'].spec.template.spec.topologySpreadConstraints).toHaveLength(2);
  });

  test('takes other numbers, and leaves out what is 0', () => {
    const options = { minReplicas: 3, maxReplicas: 4, cpuUtilization: 200, memoryUtilization: 0 };
    const { spec } = made(undefined, (registry) => registry.autoscale(options))['HorizontalPodAutoscaler/r-hpa'];
    expect(spec).toMatchObject({ minReplicas: 3, maxReplicas: 4 });
    expect(spec.metrics.map((m: any) => [m.resource.name, m.resource.target.averageUtilization])).toEqual([
      ['cpu', 200],
    ]);
  });

  test('has no disruption budget where it may go down to one replica', () => {
    expect(made(undefined, (registry) => registry.autoscale({ minReplicas: 1 }))).not.toHaveProperty(
      'PodDisruptionBudget/r-pdb',
    );
  });

  test('is handed out, so that it can be patched', () => {
    expect(registryIn(chartIn()).autoscale().name).toBe('r-hpa');
  });

  test.each<[string, AutoscaleOptions, string]>([
    ['none at all', { minReplicas: 0 }, 'autoscale.minReplicas: 0 must be a whole number of at least 1'],
    ['a fraction of one', { maxReplicas: 2.5 }, 'autoscale.maxReplicas: 2.5 must be a whole number of at least 1'],
    [
      'fewer at most than at least',
      { minReplicas: 12 },
      'RegistryApi "r": autoscale.maxReplicas: 10 is below minReplicas, which is 12; raise it, or lower minReplicas',
    ],
    [
      'a share instead of percent',
      { cpuUtilization: 0.7 },
      'autoscale.cpuUtilization: 0.7 must be whole percent of what a pod requests, such as 70, or 0 to leave it out',
    ],
    [
      'nothing to measure',
      { cpuUtilization: 0, memoryUtilization: 0 },
      'autoscale: has nothing to go by: cpuUtilization and memoryUtilization are both 0; set one',
    ],
  ])('fails on %s', (_, options, message) => {
    expect(() => registryIn(chartIn()).autoscale(options)).toThrow(message);
  });

  test('fails beside a number of replicas', () => {
    expect(() => registryIn(chartIn(), { replicas: 3 }).autoscale()).toThrow(
      'replicas: 3 and autoscale exclude each other: the autoscaler sets the number; drop one',
    );
  });

  test('fails when asked for twice', () => {
    const registry = registryIn(chartIn());
    registry.autoscale();
    expect(() => registry.autoscale({ maxReplicas: 3 })).toThrow(
      '[chart/r] RegistryApi "r": autoscale was called before; say all in one call',
    );
  });

  test('is warned of a pod that requests nothing to be measured by', () => {
    const chart = chartIn();
    const resources = { cpu: { request: kplus.Cpu.millis(50) }, memory: {} };
    const sidecar = PodTemplate.fromJson({ spec: { containers: [{ name: 'side', image: 's:1.0' }] } });
    registryIn(chart, { resources, podTemplateSpec: sidecar }).autoscale();
    Testing.synth(chart);
    expect(Warnings.of(chart).map(({ id, message }) => `${id}: ${message}`)).toEqual([
      expect.stringMatching(/^autoscaling-without-request: .*container "side" requests no cpu and no memory, so/),
      expect.stringMatching(/^autoscaling-without-request: .*container "registry-api" requests no memory, so/),
    ]);
  });

  test('takes a limit for a request, as Kubernetes does', () => {
    const chart = chartIn();
    const memory = { limit: Size.mebibytes(128) };
    registryIn(chart, { resources: { cpu: { limit: kplus.Cpu.millis(50) }, memory } }).autoscale();
    Testing.synth(chart);
    expect(Warnings.of(chart)).toEqual([]);
  });
});

describe('a disruption budget', () => {
  const budget = (props: { replicas?: number; minAvailable?: number }) =>
    made(() => props)['PodDisruptionBudget/r-pdb'];

  test('keeps one of several replicas, and lets pods go that serve nobody', () => {
    expect(budget({ replicas: 2 })).toEqual({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'r-pdb', namespace: 'ns', labels: LABELS },
      spec: { minAvailable: 1, selector: { matchLabels: LABELS }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
  });

  test('keeps as many as it is told', () => {
    expect(budget({ replicas: 4, minAvailable: 3 }).spec.minAvailable).toBe(3);
  });

  test.each([{}, { replicas: 1 }, { replicas: 0 }, { replicas: 3, minAvailable: 0 }])(
    'is not there with %j',
    (props) => {
      expect(budget(props)).toBeUndefined();
    },
  );

  test('may be asked for before the autoscaler that it takes', () => {
    const objects = made(
      () => ({ minAvailable: 2 }),
      (registry) => registry.autoscale({ minReplicas: 3 }),
    );
    expect(objects['PodDisruptionBudget/r-pdb'].spec.minAvailable).toBe(2);
  });

  test.each<[string, { replicas?: number; minAvailable: number }, string]>([
    ['all replicas', { replicas: 2, minAvailable: 2 }, '2 of 2 replicas must stay'],
    ['the only one', { minAvailable: 1 }, '1 of 1 replica must stay'],
    ['half a replica', { replicas: 2, minAvailable: 0.5 }, '0.5 must be a whole number of at least 0'],
  ])('fails on %s', (_, props, message) => {
    expect(() => made(() => props)).toThrow(`minAvailable: ${message}`);
  });

  test('fails on as many as the autoscaler may go down to', () => {
    const objects = () =>
      made(
        () => ({ minAvailable: 2 }),
        (registry) => registry.autoscale(),
      );
    expect(objects).toThrow(
      'minAvailable: 2 of 2 replicas must stay, so that no node they are on can be drained; lower it, or have more minReplicas',
    );
  });
});

describe('several replicas', () => {
  const spread = (template?: object) => {
    const podTemplateSpec = template && PodTemplate.fromJson({ spec: template });
    const { spec } = made(() => ({ replicas: 2, podTemplateSpec }))['Deployment/r'].spec.template;
    return spec.topologySpreadConstraints;
  };

  test('are spread over nodes and zones, as far as there are any', () => {
    const soft = { maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: LABELS } };
    expect(spread()).toEqual([
      { topologyKey: 'kubernetes.io/hostname', ...soft },
      { topologyKey: 'topology.kubernetes.io/zone', ...soft },
    ]);
  });

  test("are spread as the user's template says, if it says so", () => {
    const own = {
      maxSkew: 2,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'r' } },
    };
    expect(spread({ topologySpreadConstraints: [own] })).toEqual([own]);
    expect(spread({ topologySpreadConstraints: [] }) ?? []).toEqual([]);
  });

  test('are what it takes: one alone is nothing to spread', () => {
    expect(made()['Deployment/r'].spec.template.spec).not.toHaveProperty('topologySpreadConstraints');
  });
});

test('probes, priority and spread are what the props say', () => {
  const probes = { liveness: { failureThreshold: 9 }, startup: { failureThreshold: 90 } };
  const { spec } = made(() => ({ probes, priorityClassName: 'high', topologySpread: true }))['Deployment/r'].spec
    .template;
  expect(spec).toMatchObject({ priorityClassName: 'high', topologySpreadConstraints: [{}, {}] });
  expect(spec.containers[0]).toMatchObject({
    livenessProbe: { failureThreshold: 9, periodSeconds: 10 },
    startupProbe: { failureThreshold: 90, periodSeconds: 5 },
  });
});
