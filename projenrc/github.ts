import { github, TextFile } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';

/** What somebody meets who opens a pull request: the questions of the review, before it begins. */
export const PULL_REQUEST = `## What and why

<!-- One change. What did a user see before, what do they see now? Name the issue: Fixes #123 -->

## How it was checked

- [ ] A test shows the right value, and failed before the change
- [ ] \`npm test\` passes, and \`npx projen\` and \`npm run docgen\` leave nothing to commit
- [ ] Behaviour of ToolHive rests on a recording or on its source, named in the test or the comment
- [ ] Docs, \`docs/warnings.md\` and \`CHANGELOG.md\` say it, where users meet it
- [ ] Names, labels, selectors and ports of existing objects are as they were, or CHANGELOG says which pods restart`;

const BUG = `name: Something is wrong
description: YAML, a message or a document that is not right
labels: [bug]
body:
  - type: markdown
    attributes:
      value: A weakness that helps an attacker goes to "Report a vulnerability" on the Security page, not here.
  - type: textarea
    id: input
    attributes:
      label: What you wrote
      description: The smallest construct or manifest that shows it. Leave out names and credentials of yours.
      render: typescript
    validations: { required: true }
  - type: textarea
    id: got
    attributes:
      label: What you got
      description: The message or the YAML, as text.
    validations: { required: true }
  - type: textarea
    id: wanted
    attributes:
      label: What you expected, and why
      description: If ToolHive's operator does otherwise, its version and what it makes of the same input.
    validations: { required: true }
  - type: input
    id: versions
    attributes:
      label: Versions
      description: cdk8s-toolhive, ToolHive, Kubernetes, Node.js, and the language of your app
    validations: { required: true }
`;

const FEATURE = `name: Something is missing
description: A field, a kind, a command or a document that you looked for
labels: [enhancement]
body:
  - type: textarea
    id: task
    attributes:
      label: What you want to get done
      description: The task, not the solution. Who runs it, and where?
    validations: { required: true }
  - type: textarea
    id: wish
    attributes:
      label: How you would like to write it
      description: The construct, the option or the command as you would expect it.
  - type: textarea
    id: today
    attributes:
      label: What you do today
`;

const CONFIG = `blank_issues_enabled: false
contact_links:
  - name: A weakness that helps an attacker
    url: https://github.com/cdk8s-toolhive/cdk8s-toolhive/security/advisories/new
    about: Please report it in private.
`;

/** Files that outsiders expect of a repository. The texts stand here, so that a stale copy fails CI. */
export function repositoryFiles(hub: github.GitHub): void {
  const { project } = hub;
  for (const [name, text] of [
    ['bug.yml', BUG],
    ['feature.yml', FEATURE],
    ['config.yml', CONFIG],
  ]) {
    new TextFile(project, `.github/ISSUE_TEMPLATE/${name}`, { lines: text.trimEnd().split('\n'), marker: true });
  }
}

/** One workflow, one command: what runs here is what everybody can run. */
export function buildWorkflow(hub: github.GitHub): void {
  const workflow = new github.GithubWorkflow(hub, 'build', {
    limitConcurrency: true,
    concurrencyOptions: { group: '${{ github.workflow }}-${{ github.ref }}', cancelInProgress: true },
  });
  workflow.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
  workflow.addJob('build', {
    runsOn: ['ubuntu-latest'],
    timeoutMinutes: 60,
    permissions: { contents: JobPermission.READ },
    strategy: { failFast: false, matrix: { domain: { node: ['20.19', '22', '24'] } } },
    steps: [
      { uses: 'actions/checkout@v5', with: { 'persist-credentials': false } },
      { uses: 'actions/setup-node@v5', with: { 'node-version': '${{ matrix.node }}', cache: 'npm' } },
      { uses: 'actions/setup-python@v6', with: { 'python-version': '3.x' } },
      { uses: 'actions/setup-java@v5', with: { distribution: 'temurin', 'java-version': '21' } },
      { uses: 'actions/setup-go@v6', with: { 'go-version': 'stable', cache: false } },
      { run: 'bash .ci/run' },
    ],
  });
  // The same promises as in docs/proof.md, with the images that users get.
  workflow.addJob('cluster', {
    runsOn: ['ubuntu-latest'],
    timeoutMinutes: 90,
    permissions: { contents: JobPermission.READ },
    steps: [
      { uses: 'actions/checkout@v5', with: { 'persist-credentials': false } },
      { uses: 'actions/setup-node@v5', with: { 'node-version': '24', cache: 'npm' } },
      { run: 'npm ci' },
      { run: 'bash .ci/kind' },
    ],
  });
}

/** The publisher knows the registry of npm by itself; projen writes its address out. */
export function publishToDefaultRegistry({ project }: github.GitHub): void {
  const PUBLISH = 9;
  project
    .tryFindObjectFile('.github/workflows/release.yml')!
    .addDeletionOverride(`jobs.release_npm.steps.${PUBLISH}.env.NPM_REGISTRY`);
}
