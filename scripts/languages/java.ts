/** Maven builds the bindings and the example together; cdk8s itself comes from a registry. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lowest, PEERS, VERSION, Workspace } from './packages';
import { obtain, run } from './tools';

export async function java(work: Workspace): Promise<string> {
  const folder = work.copyOf('languages/java', 'java');
  // Not every registry has the bindings of cdk8s-plus-28.
  const plus = await work.bindingsOf('cdk8s-plus-28', 'java');
  const ours = await work.bindings('java');
  const reactor = join(work.folder, 'pom.xml');
  const jars = join(work.folder, 'jars');
  const at = { cwd: work.folder };
  for (const module of [plus, ours]) pinDependencies(join(module, 'pom.xml'));

  writeFileSync(reactor, aggregate(work, [plus]));
  await obtain('mvn', [...MAVEN, 'package'], at);
  writeFileSync(reactor, aggregate(work, [plus, ours, folder]));
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'];
  await run('mvn', [...MAVEN, 'package', ...copy, `-Dcdk8s-toolhive.version=${VERSION}`], at);

  const classPath = [join(folder, 'target', 'classes'), ...readdirSync(jars).map((jar) => join(jars, jar))];
  await run('java', ['-cp', classPath.join(':'), 'com.example.Main'], { cwd: folder });
  return join(folder, 'dist');
}

const MAVEN = [
  '--quiet',
  '--batch-mode',
  '-Dmaven.javadoc.skip=true',
  '-Dmaven.source.skip=true',
  '-Dmaven.artifact.threads=10',
];

/** Maven would read the description of every version in a range, which are hundreds; a release has none either. */
function pinDependencies(pom: string): void {
  const range = /<artifactId>([^<]*)<\/artifactId>(\s*)<version>\[([^,]*),[^<]*/g;
  const pinned = readFileSync(pom, 'utf8').replace(range, (_, name, space, minimum) => {
    const version = PEERS[name] ? lowest(PEERS[name]) : minimum;
    return `<artifactId>${name}</artifactId>${space}<version>${version}`;
  });
  writeFileSync(pom, pinned);
}

function aggregate({ folder }: Workspace, modules: readonly string[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>cdk8s-toolhive</groupId>
  <artifactId>languages</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>
${modules.map((module) => `    <module>${relative(folder, module)}</module>`).join('\n')}
  </modules>
</project>
`;
}
