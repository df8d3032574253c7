/**
 * The order in which an app's charts and their objects are written: cdk8s' own, found in time that grows with the
 * constructs and their dependencies. cdk8s makes an edge for each pair of objects below two constructs of which one
 * depends on the other, and follows every path through them.
 */
import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** The objects below a construct that another one depends on: one vertex in place of an edge to each of them. */
class Group {
  constructor(readonly members: ReadonlySet<IConstruct>) {}
}

type Vertex = IConstruct | Group;

/** What a vertex depends on, in the order in which cdk8s would visit it. */
type Edges = Map<IConstruct, Set<Vertex>>;

export interface SynthOrder {
  readonly charts: readonly Chart[];
  /** Whether a chart has to be applied before another one. */
  readonly hasDependentCharts: boolean;
  objectsOf(chart: Chart): ApiObject[];
}

/**
 * @param constructs the whole app, from the root downwards
 * @throws when constructs depend on each other in a circle
 */
export function synthOrder(constructs: readonly IConstruct[]): SynthOrder {
  const edges: Edges = new Map();
  for (const construct of constructs) {
    for (const dependency of construct.node.dependencies) addEdge(edges, construct, dependency);
  }
  const hasDependentCharts = addCharts(edges, constructs);
  if (edges.size) addObjects(edges, constructs);
  if (!edges.size) return plainOrder(constructs);
  return {
    charts: sorted(wholeNumbersFirst(constructs), edges).filter(Chart.isChart),
    hasDependentCharts,
    objectsOf: (chart) => sorted(chart.node.findAll(), edges).filter((construct) => isObjectOf(chart, construct)),
  };
}

/** Without dependencies, objects stay in the order in which they were found. */
function plainOrder(constructs: readonly IConstruct[]): SynthOrder {
  const objects = new Map<Chart, ApiObject[]>();
  for (const construct of constructs) {
    if (!ApiObject.isApiObject(construct)) continue;
    const known = objects.get(construct.chart);
    if (known) known.push(construct);
    else objects.set(construct.chart, [construct]);
  }
  return {
    charts: wholeNumbersFirst(constructs.filter(Chart.isChart)),
    hasDependentCharts: false,
    objectsOf: (chart) => objects.get(chart) ?? [],
  };
}

/** A chart depends on the charts within it, and on those that anything in it depends on. */
function addCharts(edges: Edges, constructs: readonly IConstruct[]): boolean {
  let found = false;
  const add = (chart: Chart, other: Chart) => {
    addEdge(edges, chart, other);
    found = true;
  };
  for (const chart of constructs.filter(Chart.isChart)) {
    for (const child of chart.node.children) if (Chart.isChart(child)) add(chart, child);
  }
  for (const [source, target] of dependencies(edges, constructs)) {
    const [chart, other] = [Chart.of(source), Chart.of(target)];
    if (chart !== other) add(chart, other);
  }
  return found;
}

/** Each object below a construct depends on each object below another. */
function addObjects(edges: Edges, constructs: readonly IConstruct[]): void {
  const groups = new Map<IConstruct, Group>();
  const groupOf = (construct: IConstruct): Group => {
    let group = groups.get(construct);
    if (!group) groups.set(construct, (group = new Group(objectsBelow(construct))));
    return group;
  };
  for (const [source, target] of dependencies(edges, constructs)) {
    const group = groupOf(target);
    for (const object of groupOf(source).members) {
      // Of its own group, an object depends on all but itself.
      if (!group.members.has(object)) addEdge(edges, object, group);
      else for (const other of group.members) if (other !== object) addEdge(edges, object, other);
    }
  }
}

function objectsBelow(construct: IConstruct): Set<IConstruct> {
  const chart = Chart.of(construct);
  return new Set(construct.node.findAll().filter((child) => isObjectOf(chart, child)));
}

/** Objects of a chart within are not those of the chart around it. */
function isObjectOf(chart: Chart, construct: IConstruct): construct is ApiObject {
  return ApiObject.isApiObject(construct) && Chart.of(construct) === chart;
}

function addEdge(edges: Edges, from: IConstruct, to: Vertex): void {
  const known = edges.get(from);
  if (known) known.add(to);
  else edges.set(from, new Set([to]));
}

/** From the root downwards; a copy, since edges are added meanwhile. */
function dependencies(edges: Edges, constructs: readonly IConstruct[]): [IConstruct, IConstruct][] {
  if (!edges.size) return [];
  return constructs.flatMap((source) =>
    [...(edges.get(source) ?? [])].map((target): [IConstruct, IConstruct] => [source, target as IConstruct]),
  );
}

/** cdk8s keeps constructs by their path, and JavaScript moves keys that are whole numbers to the front. */
function wholeNumbersFirst<C extends IConstruct>(constructs: readonly C[]): C[] {
  const isNumber = ({ node }: IConstruct) => node.scope?.node.scope === undefined && /^(0|[1-9]\d*)$/.test(node.id);
  return [...constructs.filter(isNumber), ...constructs.filter((construct) => !isNumber(construct))];
}

/** What something depends on comes before it; apart from that the order is kept. */
function sorted(constructs: readonly IConstruct[], edges: Edges): readonly IConstruct[] {
  if (!edges.size) return constructs;
  const known = new Set<Vertex>(constructs);
  const isKnown = (vertex: Vertex) => vertex instanceof Group || known.has(vertex);
  const targetsOf = (vertex: Vertex): Vertex[] =>
    [...(vertex instanceof Group ? vertex.members : (edges.get(vertex) ?? []))].filter(isKnown);
  const inner = new Set<Vertex>();
  for (const target of constructs.flatMap(targetsOf)) {
    if (target instanceof Group && !inner.has(target)) for (const member of target.members) inner.add(member);
    inner.add(target);
  }
  // What nothing depends on; the rest is reached from there, or goes in circles.
  const starts = constructs.filter((construct) => !inner.has(construct));
  return postorder([...starts, ...constructs], targetsOf).filter(
    (vertex) => !(vertex instanceof Group),
  ) as IConstruct[];
}

/** Without recursion: a row of servers that wait for each other may be long. */
function postorder(starts: readonly Vertex[], targetsOf: (vertex: Vertex) => Vertex[]): Vertex[] {
  const done = new Set<Vertex>();
  const way = new Map<Vertex, Iterator<Vertex>>();
  for (const start of starts) {
    const stack = done.has(start) ? [] : [start];
    while (stack.length) {
      const vertex = stack[stack.length - 1];
      const targets = way.get(vertex) ?? targetsOf(vertex)[Symbol.iterator]();
      way.set(vertex, targets);
      const { value: next, done: last } = targets.next();
      if (last) {
        done.add(vertex);
        way.delete(vertex);
        stack.pop();
      } else if (way.has(next)) {
        throw circle(stack.slice(stack.indexOf(next)));
      } else if (!done.has(next)) {
        stack.push(next);
      }
    }
  }
  return [...done];
}

/** In the words of cdk8s. */
function circle(vertices: readonly Vertex[]): Error {
  const paths = vertices.flatMap((vertex) => (vertex instanceof Group ? [] : [vertex.node.path]));
  return new Error(`Dependency cycle detected: ${[...paths, paths[0]].join(' => ')}`);
}
