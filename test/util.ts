/** A chart to test constructs in, and the objects that come out of it. */
import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import { NetworkIsolation, ServerOperationsProps, ToolhiveChart, ToolhiveChartProps } from '../src';
import { Obj } from '../src/plain/objects';

export function chartIn(app: App = Testing.app(), props: ToolhiveChartProps = {}): ToolhiveChart {
  return new ToolhiveChart(app, 'chart', { namespace: 'ns', ...props });
}

/** The synthesized objects by `Kind/name`. */
export function objects(chart: Chart): Record<string, Obj> {
  return Object.fromEntries(Testing.synth(chart).map((o) => [`${o.kind}/${o.metadata.name}`, o]));
}

/** The spec of a construct with its defaults. */
export function checkedSpec(construct: { _checked(): { readonly spec: object } }): Obj {
  return construct._checked().spec;
}

export function runConfigOf(chart: Chart, server: string): Obj {
  return JSON.parse(objects(chart)[`ConfigMap/${server}-runconfig`].data['runconfig.json']);
}

/** The pod patch that a server's proxy applies. */
export function podPatchOf(chart: Chart, server: string): Obj {
  const { args } = objects(chart)[`Deployment/${server}`].spec.template.spec.containers[0];
  const prefix = '--k8s-pod-patch=';
  return JSON.parse(args.find((arg: string) => arg.startsWith(prefix)).slice(prefix.length));
}

export function configMap(chart: Chart, name: string, data: Record<string, string>): ApiObject {
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
}

/** Proves that each option of a struct makes a difference; the compiler names an option that is missing here. */
export function eachOptionCounts<T extends object>(
  base: T,
  options: { [option in keyof Required<T>]: Required<T>[option] },
  outcome: (options: T) => unknown,
): void {
  test.each(Object.keys(options) as (keyof T & string)[])('the option %s makes a difference', (option) => {
    expect(outcome({ ...base, [option]: options[option] })).not.toEqual(outcome(base));
  });
}

/** Props that count together with others only; test/operations shows how. */
export type Dependent = 'minAvailable' | 'monitoring';

/** For every other prop of how a server is run something that is not its default. */
export const EVERY_OPERATION: {
  [prop in Exclude<keyof ServerOperationsProps, Dependent>]-?: () => ServerOperationsProps;
} = {
  topologySpread: () => ({ topologySpread: true }),
  priorityClassName: () => ({ priorityClassName: 'high' }),
  probes: () => ({ probes: { liveness: { periodSeconds: Duration.seconds(33) } } }),
  networkIsolation: () => ({ networkIsolation: NetworkIsolation.on() }),
};

/** The same for servers that clients have sessions with. */
export const EVERY_SESSION_OPERATION = {
  ...EVERY_OPERATION,
  shutdownDelay: () => ({ shutdownDelay: Duration.seconds(20) }),
};

/** A certificate of an authority, in PEM. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdjCCARugAwIBAgIUR7lF0bQ0HnvCRfpCRA1NUedeD/gwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjgwMDQwMDhaGA8yMTI2MTEwNDAwNDAw
OFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMIz
5xdLWtzW06Kt2McSljrrnY+033R7Xcd9A4UA41y7IKKLTUx2USiU0rNfQc4JlCrT
7ur6BU/GPnrsyVESzl+jUzBRMB0GA1UdDgQWBBSAzgMHCOG4v31QuV+m13MqlN9d
6TAfBgNVHSMEGDAWgBSAzgMHCOG4v31QuV+m13MqlN9d6TAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDxvOjqCpGAyTl7dPtdKKNtNGDAErQVTq3q
h/wG9IFcEgIhAN2XWd1YiRaLo4rOCik9cSzOXqaFjtak5sesEJTln+Pc
-----END CERTIFICATE-----
`;
