/** The commands of a page, as the cluster test runs them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PageScript } from '../scripts/cluster/page-script';

const PAGE = `# Doors

\`\`\`sh
NS=doors
KIND=wooden
\`\`\`

## Open

\`\`\`sh
paint() { echo "painted $1"; }
kubectl get doors -n $NS > doors.txt
\`\`\`

\`\`\`yaml
kind: Door
\`\`\`

\`\`\`sh
paint $KIND
cat doors.txt
\`\`\`

## Close

\`\`\`sh
paint black
\`\`\`

\`\`\`sh
echo shut; false; echo never
\`\`\`

## Nothing to do
`;

describe('the commands of a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-script-'));
  const page = join(folder, 'doors.md');
  writeFileSync(page, PAGE);
  const { KUBECTL } = process.env;
  let script: PageScript;

  beforeAll(() => {
    process.env.KUBECTL = 'echo kubectl';
    script = new PageScript(page, 'of-the-test', '--usage-metrics');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(script.folder, { recursive: true });
    if (KUBECTL === undefined) delete process.env.KUBECTL;
    else process.env.KUBECTL = KUBECTL;
  });

  test("run with kubectl of the cluster, the test's namespace, and the other variables of the page's beginning", async () => {
    expect(await script.run('Open')).toBe('painted wooden\nkubectl get doors -n of-the-test\n');
  });

  test('leave their files in a folder of their own, where later ones find them', async () => {
    await script.run('Open', [0]);
    expect(readFileSync(join(script.folder, 'doors.txt'), 'utf8')).toBe('kubectl get doors -n of-the-test\n');
    expect(await script.run('Open', [1])).toMatch(/of-the-test/);
  });

  test('have the functions that other sections define', async () => {
    expect(await script.run('Close', [0])).toBe('painted black\n');
  });

  test('fail with what they print, and stop at the first that fails', async () => {
    await expect(script.run('Close', [1])).rejects.toThrow('"Close" ended with status 1: shut\n');
  });

  test('give what a failing one prints where it may fail', async () => {
    expect(await script.run('Close', [1], { mayFail: true })).toBe('shut\n');
  });

  test.each([['Nothing to do'], ['Not there']])('fail where the page has none in the section %s', async (title) => {
    await expect(script.run(title)).rejects.toThrow(`the page has no section "${title}" with commands`);
  });

  test('fail where a section has fewer blocks than are asked for', async () => {
    await expect(script.run('Close', [2])).rejects.toThrow('the section "Close" has 2 blocks of commands, and no 2');
  });
});
