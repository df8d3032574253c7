import { cdk8s, javascript, release } from 'projen';
import { buildWorkflow, publishToDefaultRegistry, PULL_REQUEST, repositoryFiles } from './projenrc/github';

// 20.19 is the first Node 20 that can require() an ES module, which the CEL library is.
const NODE_MINIMUM = '20.19.0';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-toolhive',
  description:
    'Typed cdk8s constructs that deploy ToolHive (MCP servers, gateways and registries) on Kubernetes without its operator',
  author: 'The cdk8s-toolhive authors',
  authorAddress: 'maintainers@cdk8s-toolhive.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-toolhive/cdk8s-toolhive.git',
  license: 'Apache-2.0',
  keywords: ['cdk8s', 'kubernetes', 'k8s', 'mcp', 'model-context-protocol', 'toolhive', 'constructs', 'gitops'],
  stability: 'experimental',

  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: NODE_MINIMUM,
  projenrcTs: true,
  projenVersion: '~0.103.25',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  defaultReleaseBranch: 'main',

  // Why these minimums: docs/decisions/0002-toolchain.md
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.4.5',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  // jsii wants every dependency that is not a jsii module inside the package.
  bundledDeps: [
    'yaml@^2.9.1',
    'js-yaml@^5.5.0',
    'fastest-levenshtein@^1.0.16',
    '@marcbachmann/cel-js@^8.0.0',
    '@cedar-policy/cedar-wasm@^4.13.0',
    'jsonc-parser@^3.3.1',
  ],
  devDeps: [
    'ajv@^8.20.0',
    'ajv-formats@^3.0.1',
    'cdk8s-cli@^2.207.60',
    'esbuild@^0.28.2',
    'fast-check@^4.10.2',
    'tsx@^4.20.0',
  ],

  // `.ci/run` is the whole of CI: the build workflow calls it (projenrc/github.ts), and projen's own is off.
  github: true,
  githubOptions: { mergify: false, pullRequestLint: false },
  buildWorkflow: false,
  pullRequestTemplateContents: PULL_REQUEST.split('\n'),
  workflowNodeVersion: '24',
  depsUpgradeOptions: {
    workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY, labels: ['dependencies'] },
  },
  // Started by hand. The registries trust the workflow itself where they can, so that few tokens are stored.
  release: true,
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  majorVersion: 0,
  npmProvenance: true,
  npmTrustedPublishing: true,

  prettier: true,
  prettierOptions: { settings: { singleQuote: true, printWidth: 120 } },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test'],
    prettier: true,
    // By content, so that a checkout of another branch and back finds what it knew.
    commandOptions: { fix: false, extraArgs: ['--cache', '--cache-strategy=content'] },
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    // Nobody works on the machine's last core meanwhile.
    jestConfig: { collectCoverage: false, maxWorkers: '100%' },
  },
  typecheckTests: true,
  allowScripts: [],
  // jsii-docgen repeats inherited members with each type: half a megabyte that nobody reads.
  docgen: false,

  publishToPypi: { distName: 'cdk8s-toolhive', module: 'cdk8s_toolhive', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdk8s_toolhive',
    mavenGroupId: 'io.github.cdk8s-toolhive',
    mavenArtifactId: 'cdk8s-toolhive',
  },
  publishToGo: { moduleName: 'github.com/cdk8s-toolhive/cdk8s-toolhive-go' },
});

// 1.13.0 lacks most of its optional platform packages on some registries: npm ci refuses the lock file then.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// Types are checked by tsc before, so jest needs no compiler. The CEL library is an ES module, which jest can't require.
const jest = project.jest!.config;
jest.transform = { '^.+\\.ts$|/node_modules/@marcbachmann/cel-js/.+\\.js$': '<rootDir>/scripts/jest/transform.cjs' };
jest.testEnvironment = '<rootDir>/scripts/jest/environment.cjs';
jest.runtime = '<rootDir>/scripts/jest/runtime.cjs';
jest.transformIgnorePatterns = ['/node_modules/(?!@marcbachmann/cel-js/)'];
// Examples import the library by its name, as users do.
jest.moduleNameMapper = { '^cdk8s-toolhive$': '<rootDir>/src' };
jest.setupFilesAfterEnv = ['<rootDir>/test/quiet.ts'];
// A spec is what a custom resource has, too: spec.ts in src is no test.
jest.testMatch = ['<rootDir>/test/**/*.test.ts'];

// What was checked before is checked again only where something changed. scripts/tsconfig.json has a file of its own.
const tests = project.tryFindObjectFile('test/tsconfig.json')!;
tests.addOverride('compilerOptions.incremental', true);
tests.addOverride('compilerOptions.tsBuildInfoFile', '../node_modules/.cache/tsc/test.tsbuildinfo');

// eslint's own notice that its way of configuration, which projen writes, is an old one.
project.eslint!.eslintTask.env('NODE_OPTIONS', '--disable-warning=ESLintRCWarning');
project.testTask.exec('tsx scripts/test-summary/test-summary.ts');

project.eslint?.allowDevDeps('scripts/**');

// The tables in src are generated; their lines are as long as the facts.
project.eslint?.addIgnorePattern('src/resources/crd/mcp*.ts');
project.eslint?.addIgnorePattern('src/props/table.ts');
project.eslint?.addIgnorePattern('src/rendering/tool-lock/script.ts');

project.annotateGenerated('/API.md');
project.postCompileTask.spawn(
  project.addTask('docgen', {
    description: 'Generate API.md from the .jsii assembly',
    exec: 'tsx scripts/api-reference/api-reference.ts',
  }),
);

// What props there are is known from the assembly, and compiled in: where the table has changed, it takes another turn.
project.compileTask.exec('tsx scripts/prop-facts/prop-facts.ts || jsii --silence-warnings=reserved-word');

// Bundles load faster than the modules they are made of (docs/decisions/0015-bundles.md).
project.compileTask.exec('tsx scripts/bundle/bundle.ts');

project.addTask('benchmark', {
  description: 'Measure what fleets of servers cost, against Helm (go), ApiObjects and cdk8s-plus-28; needs python3',
  steps: [{ spawn: 'compile' }, { exec: 'tsx benchmark/benchmark.ts', receiveArgs: true }],
});
project.addTask('example', {
  description: 'Build the library and synthesize examples/ into dist/example',
  steps: [{ spawn: 'compile' }, { exec: 'cdk8s synth --check-upgrade=false' }],
});
project.addTask('test:judges', {
  description:
    'Hold the YAML against outside judges: the Kubernetes schemas (python3) and the restricted pod standard (go)',
  exec: 'tsx scripts/judges/judges.ts',
  receiveArgs: true,
});
project.addTask('follow', {
  description: 'Take up a new version of ToolHive: npm run follow -- 0.64.0 FOLDER (docs/following-toolhive.md)',
  exec: 'tsx scripts/follow/follow.ts',
  receiveArgs: true,
});
project.addTask('test:toolhive', {
  description: "Run ToolHive's released programs, from the folder TOOLHIVE_BIN, on what the library writes for them",
  exec: 'tsx scripts/real-runs/real-runs.ts',
});
project.addTask('test:cluster', {
  description: 'Hold the promises of the documents against the cluster that KUBECONFIG names (docs/proof.md)',
  steps: [
    // The pages' commands run the compiled command line.
    { spawn: 'compile' },
    // --tsconfig: examples import the library by its name.
    { exec: 'tsx --tsconfig scripts/tsconfig.json scripts/cluster/main.ts', receiveArgs: true },
  ],
});
project.addTask('test:packed', {
  description: 'Run the recorded cases, documents, examples and tests of the public API on the files that are packed',
  steps: [{ spawn: 'compile' }, { exec: 'tsx scripts/packed/packed.ts' }],
});
project.addTask('test:languages', {
  description:
    'Install the packed library as users do: one app in TypeScript, Python (python3), Java (mvn) and Go (go), and the starter',
  steps: [{ spawn: 'compile' }, { exec: 'tsx scripts/languages/languages.ts', receiveArgs: true }],
});
// Unlike projen's own task, this one names the release to compare with, and fails on experimental API too.
project.removeTask('compat');
project.addTask('api:diff', {
  description: 'Fail on what the compiled API breaks: npm run api:diff -- npm:cdk8s-toolhive@0.1.0, or a folder',
  exec: 'jsii-diff --keys --error-on all --ignore-file .compatignore',
  receiveArgs: true,
});
project.addTask('parity', {
  description:
    'Compare with recordings of the real operator beside the project: npm run parity -- 0.63.0, or 0.64.0=FOLDER',
  steps: [{ spawn: 'compile' }, { exec: 'tsx scripts/parity/parity.ts', receiveArgs: true }],
});

// Cedar's parser comes in three builds of 4 MB each, and .npmignore has no say over bundled packages. `npm pack` runs this.
project.addTask('prepack', {
  description: "Take the builds of Cedar's parser that Node.js doesn't use out of what is packed",
  exec: 'rm -rf node_modules/@cedar-policy/cedar-wasm/esm node_modules/@cedar-policy/cedar-wasm/web',
});

// What eslint has found before.
project.gitignore.addPatterns('/.eslintcache');
project.npmignore?.addPatterns('/.eslintcache');

// What running the examples in place leaves behind.
project.gitignore.addPatterns(
  '/examples/**/dist/',
  '/examples/**/target/',
  '/examples/**/.venv/',
  '/examples/**/go.sum',
);

// What only this repository needs stays out of the package.
project.npmignore?.addPatterns(
  '/lib/**/*.js',
  '!/lib/index.js',
  '!/lib/cli/program.bundle.js',
  '!/lib/import/import-manifests.js',
  '/.ci/',
  '/benchmark/',
  '/cdk8s.yaml',
  '/docs/',
  '/examples/',
  '/scripts/',
  '/.github/',
  'CODE_OF_CONDUCT.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
);

repositoryFiles(project.github!);
buildWorkflow(project.github!);
publishToDefaultRegistry(project.github!);

project.synth();
