/** npm run follow -- 0.64.0 FOLDER: takes up a version of ToolHive. docs/following-toolhive.md describes the folder. */
import { join } from 'node:path';
import { follow } from './following';
import { VERSION_NAMES } from '../../src/resources/versions';

async function main([version, folder]: readonly string[]): Promise<void> {
  if (!version || !folder) {
    throw new Error('give a version and the folder of its recordings: 0.64.0 ../toolhive-0.64.0');
  }
  const baseChart = join('../shared', `toolhive-${VERSION_NAMES[VERSION_NAMES.length - 1]}`, 'operator-chart');
  const lines = await follow({ version, folder, home: '.', baseChart });
  console.log(lines.join('\n'));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
