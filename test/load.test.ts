test('a server without Cedar loads no parser for it, one with Cedar does', () => {
  const parser = '@cedar-policy/cedar-wasm/nodejs';
  const loaded = (policies: string[]) => {
    let count = 0;
    jest.isolateModules(() => {
      jest.doMock(parser, () => {
        count += 1;
        return jest.requireActual(parser);
      });
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would come before the mocks
      const { McpAuthz, McpServer, ToolhiveChart } = require('../src') as typeof import('../src');
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- of the same modules
      const { Testing } = require('cdk8s') as typeof import('cdk8s');
      const chart = new ToolhiveChart(Testing.app(), 'chart');
      new McpServer(chart, 's', { image: 'i', authz: policies.length ? McpAuthz.cedar(policies) : undefined });
      Testing.synth(chart);
    });
    return count;
  };
  expect(loaded([])).toBe(0);
  expect(loaded(['permit(principal, action, resource);'])).toBe(1);
});

test('loading the library loads neither cdk8s-plus-28 nor what only some inputs need', () => {
  jest.isolateModules(() => {
    const unwanted = [
      'cdk8s-plus-28',
      '@marcbachmann/cel-js',
      '@cedar-policy/cedar-wasm/nodejs',
      'jsonc-parser',
      'yaml',
      'js-yaml',
    ];
    for (const name of unwanted) {
      jest.doMock(name, () => {
        throw new Error(`${name} was loaded`);
      });
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would come before the mocks
    expect(() => require('../src')).not.toThrow();
  });
});
