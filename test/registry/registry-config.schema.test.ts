/** The independent schema is right about the configurations that were tried on the real server. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { wrongWith } from './registry-config.schema';

const CONFIGS = join(__dirname, '..', 'rendering', 'registry', 'config', 'configs');
const files = (folder: string) => readdirSync(join(CONFIGS, folder)).map((name) => `${folder}/${name}`);
const read = (file: string) => parse(readFileSync(join(CONFIGS, file), 'utf8'), { uniqueKeys: false });

test.each(files('valid'))('%s has nothing wrong', (file) => {
  expect(wrongWith(read(file))).toEqual([]);
});

test.each(files('invalid'))('%s has something wrong', (file) => {
  expect(wrongWith(read(file))).not.toEqual([]);
});
