/** `api-objects.js COUNT one FOLDER`: the same objects as ApiObjects of cdk8s. */
import { ApiObject, App, Chart } from 'cdk8s';
import { nameOf } from './fleet';
import { objectsOf } from './objects';

const [count, , outdir] = process.argv.slice(2);

const app = new App({ outdir });
const chart = new Chart(app, 'fleet');
for (let i = 0; i < Number(count); i++) {
  objectsOf(i).forEach((object, j) => new ApiObject(chart, `${nameOf(i)}-${j}`, object));
}
app.synth();
